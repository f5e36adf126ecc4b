using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Paths;
using LbController.Protocols.Bfd;
using LbController.Protocols.Bgp;
using LbController.Protocols.Bgp.Messages;
using LbController.Protocols.Wire;

namespace LbController.Engine.Tests.Speaker;

/// <summary>BFD as the speaker sees it: whom to watch, and what follows.</summary>
public sealed class SpeakerBfdTests
{
    private static readonly Address Tor = Address.Parse("10.0.0.1");
    private static readonly BfdProfileSpec Fast = new(new(BgpSpeaker.Namespace, "fast")) { ReceiveInterval = 50, TransmitInterval = 60, DetectMultiplier = 4, MinimumTtl = 200 };
    private static readonly BgpPeerSpec Peer = BgpSpeaker.Peer with { BfdProfile = "fast" };
    private readonly BgpSpeaker speaker = new();

    [Fact]
    public void A_peer_with_a_profile_is_watched_by_its_timers()
    {
        var target = Watched(speaker.Start(Fast, Peer));
        Assert.Equal((Tor, "", false), (target.Peer, target.Vrf, target.IsMultihop));
        Assert.Equal(
            (TimeSpan.FromMilliseconds(60), TimeSpan.FromMilliseconds(50), 4, 255),
            (target.Options.DesiredMinTx, target.Options.RequiredMinRx, (int)target.Options.DetectMultiplier, (int)target.Options.MinimumTimeToLive));
    }

    [Fact]
    public void A_profile_that_says_nothing_means_300_ms_three_times()
    {
        var options = Watched(speaker.Start(new BfdProfileSpec(Fast.Key), Peer)).Options;
        Assert.Equal((300.0, 300.0, 3), (options.DesiredMinTx.TotalMilliseconds, options.RequiredMinRx.TotalMilliseconds, (int)options.DetectMultiplier));
    }

    [Theory]
    [InlineData(true, null, 254)]
    [InlineData(true, 200, 200)]
    [InlineData(false, 200, 255)]
    public void The_minimum_TTL_is_for_peers_over_routers(bool isMultihop, int? minimum, int expected)
    {
        var target = Watched(speaker.Start(Fast with { MinimumTtl = minimum }, Peer with { EbgpMultiHop = isMultihop }));
        Assert.Equal((isMultihop, expected), (target.IsMultihop, (int)target.Options.MinimumTimeToLive));
    }

    [Theory]
    [InlineData("10.0.0.11", 24, false)]
    [InlineData("10.1.0.11", 24, true)]
    public void A_peer_that_is_on_no_link_of_the_node_is_over_routers(string own, int length, bool isMultihop)
    {
        speaker.Step(new NetworkFact.LinkSeen(new LinkSnapshot(2, "eth0", new MacAddress(1)) { IsUp = true, Addresses = [new(Address.Parse(own), length)] }));
        Assert.Equal(isMultihop, Watched(speaker.Start(Fast, Peer)).IsMultihop);
    }

    [Fact]
    public void An_edited_profile_reaches_BFD_and_leaves_BGP_alone()
    {
        speaker.Establish(speaker.Start(Fast, Peer));
        var commands = speaker.See(Fast with { TransmitInterval = 500 });
        Assert.Equal(500, Watched(commands).Options.DesiredMinTx.TotalMilliseconds);
        Assert.Empty(commands.OfType<NetworkCommand.CloseTcp>());
    }

    [Fact]
    public void A_peer_without_a_profile_is_watched_no_more()
    {
        speaker.Establish(speaker.Start(Fast, Peer));
        Assert.Empty(Assert.Single(speaker.See(BgpSpeaker.Peer).OfType<NetworkCommand.WatchPaths>()).Targets);
    }

    [Fact]
    public void The_speaker_ends_BFD_on_purpose_when_it_has_left()
    {
        speaker.Establish(speaker.Start(Fast, Peer));
        Assert.Empty(speaker.Step(new Fact.Leaving()).OfType<NetworkCommand.WatchPaths>());
        Assert.Empty(Assert.Single(speaker.After(TimeSpan.FromSeconds(2)).OfType<NetworkCommand.WatchPaths>()).Targets);
    }

    [Theory]
    [InlineData(false, CeaseSubcode.BfdDown)]
    [InlineData(true, CeaseSubcode.HardReset)]
    public void With_graceful_restart_only_a_peer_with_the_C_bit_is_told_to_forget(bool isForwardingLost, CeaseSubcode expected)
    {
        var dialled = speaker.Start(Fast, Peer with { EnableGracefulRestart = true });
        speaker.Establish(dialled, new BgpCapability.GracefulRestart(IsRestarting: false, KeepsOnNotification: true, 120, [new RestartFamily(BgpFamily.Ipv4Unicast, IsForwarding: true)]));
        var commands = speaker.Step(new NetworkFact.PathLost(Tor, "", "BFD has heard nothing for 150 ms") { IsForwardingLost = isForwardingLost });
        Assert.Equal((byte)expected, Assert.Single(BgpSpeaker.Messages(commands).OfType<NotificationMessage>()).Subcode);
    }

    [Fact]
    public void In_strict_mode_there_is_no_BGP_before_BFD_is_up_nor_after_it_went_down()
    {
        Assert.Empty(speaker.Start(Fast, Peer with { BfdStrict = true }).OfType<NetworkCommand.Connect>());
        Assert.Empty(speaker.After(TimeSpan.FromMinutes(1)).OfType<NetworkCommand.Connect>());
        speaker.Establish(speaker.Step(new NetworkFact.PathSeen(Tor, "", BfdState.Up)));
        var lost = speaker.Step(new NetworkFact.PathSeen(Tor, "", BfdState.Down), new NetworkFact.PathLost(Tor, "", "BFD has heard nothing for 150 ms"));
        Assert.Single(lost.OfType<NetworkCommand.CloseTcp>());
        Assert.Empty(lost.Concat(speaker.After(TimeSpan.FromMinutes(5))).OfType<NetworkCommand.Connect>());
        Assert.Single(speaker.Step(new NetworkFact.PathSeen(Tor, "", BfdState.Up)).OfType<NetworkCommand.Connect>());
    }

    [Fact]
    public void A_peer_that_is_not_strict_is_dialled_whatever_BFD_says() => Assert.Single(speaker.Start(Fast, Peer).OfType<NetworkCommand.Connect>());

    private static PathTarget Watched(IEnumerable<Command> commands) => Assert.Single(Assert.Single(commands.OfType<NetworkCommand.WatchPaths>()).Targets);
}
