using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Protocols.Bgp.Messages;

namespace LbController.Engine.Tests.Speaker;

/// <summary>What of an advertisement a router sees, and what is said of it.</summary>
public sealed class SpeakerRoutesTests
{
    private static readonly BgpAdvertisementSpec Advertisement = new(new(BgpSpeaker.Namespace, "all")) { Med = 50, AsPathPrepend = 2 };
    private readonly BgpSpeaker speaker = new();

    [Fact]
    public void Metric_and_longer_path_reach_an_external_router()
    {
        var attributes = Announced(BgpSpeaker.Peer);
        Assert.Equal((50u, "64513 64513 64513"), (attributes.Med, string.Join(' ', attributes.AsPath[0].Numbers)));
    }

    [Fact]
    public void A_Service_of_a_family_that_the_session_does_not_carry_is_not_said_to_be_announced()
    {
        var six = new ServiceSnapshot(new("shop", "six")) { IngressIps = ["fd00::10"] };
        var slice = new EndpointSliceSnapshot(new("shop", "six-1")) { ServiceName = "six", Endpoints = [new("n1", Ready: true, null, null)] };
        var pool = new PoolSpec(new(BgpSpeaker.Namespace, "six")) { Addresses = ["fd00::/120"] };
        var commands = speaker.Establish(speaker.Start(six, slice, pool, BgpSpeaker.Peer));
        Assert.Equal(["web"], commands.OfType<Command.WriteServiceBgpStatus>().Select(write => write.Service.Name));
    }

    private Protocols.Bgp.Attributes.PathAttributes Announced(BgpPeerSpec peer)
    {
        var commands = speaker.Establish(speaker.Start(Advertisement, peer));
        return BgpSpeaker.Messages(commands).OfType<UpdateMessage>().Single(update => update.Announced.Count > 0).Attributes!;
    }
}
