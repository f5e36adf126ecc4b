using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Protocols.Bgp;
using LbController.Protocols.Bgp.Messages;
using LbController.Protocols.Wire;

namespace LbController.Engine.Tests.Speaker;

/// <summary>A peer that is named by the interface it is behind, and found by its router advertisements.</summary>
public sealed class UnnumberedPeerTests
{
    private static readonly Address Router = Address.Parse("fe80::1");
    private static readonly Address Own = Address.Parse("fe80::b");
    private static readonly BgpPeerSpec Peer = BgpSpeaker.Peer with { PeerAddress = "", Interface = "eth1" };
    private readonly BgpSpeaker speaker = new();

    public UnnumberedPeerTests() => speaker.Step(new NetworkFact.LinkSeen(
        new LinkSnapshot(7, "eth1", new MacAddress(1)) { IsUp = true, Addresses = [new(Own, 64)] }));

    [Fact]
    public void Routers_are_greeted_on_its_link_and_the_state_says_what_is_waited_for()
    {
        var commands = speaker.Start(Peer);
        Assert.Equal([7], Assert.Single(commands.OfType<NetworkCommand.GreetRouters>()).LinkIndexes);
        Assert.Empty(commands.OfType<NetworkCommand.Connect>());
        var state = Assert.Single(commands.OfType<Command.WriteSessionState>()).Session;
        Assert.Equal(("eth1", "Idle"), (state.Address, state.State));
        Assert.Contains("no router advertisement has come in on 'eth1' yet", state.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public void The_router_that_is_found_is_dialled_on_that_link()
    {
        speaker.Start(Peer);
        var connect = Assert.Single(speaker.Step(new NetworkFact.RouterSeen(7, Router)).OfType<NetworkCommand.Connect>());
        Assert.Equal((Router, 7), (connect.Remote, connect.LinkIndex));
        Assert.Empty(speaker.Step(new NetworkFact.RouterSeen(7, Router)).OfType<NetworkCommand>());
    }

    [Fact]
    public void IPv4_routes_have_the_link_local_address_as_next_hop()
    {
        speaker.Start(Peer);
        var connection = Assert.Single(speaker.Step(new NetworkFact.RouterSeen(7, Router)).OfType<NetworkCommand.Connect>()).Connection;
        speaker.Step(new NetworkFact.TcpOpened(connection, Own));
        var open = new OpenMessage(OpenMessage.ProtocolVersion, 64512, 90, 1,
        [
            new BgpCapability.MultiProtocol(BgpFamily.Ipv4Unicast), new BgpCapability.MultiProtocol(BgpFamily.Ipv6Unicast),
            new BgpCapability.FourOctetAs(64512), new BgpCapability.ExtendedNextHop([BgpFamily.Ipv4Unicast]),
        ]);
        speaker.Step(new NetworkFact.TcpReceived(connection, BgpMessageCodec.Encode(open, default)));
        var commands = speaker.Step(new NetworkFact.TcpReceived(connection, BgpMessageCodec.Encode(new KeepaliveMessage(), default)));
        var update = Assert.Single(BgpSpeaker.Messages(commands).OfType<UpdateMessage>(), update => update.Announced.Count > 0);
        Assert.Equal(("192.0.2.10/32", "fe80::b"), (update.Announced[0].ToString(), update.Attributes!.NextHop.ToString()));
    }

    [Fact]
    public void Another_router_takes_the_place_of_one_that_is_silent_and_not_before()
    {
        speaker.Start(Peer);
        speaker.Step(new NetworkFact.RouterSeen(7, Router));
        var other = Address.Parse("fe80::2");
        Assert.DoesNotContain(speaker.After(TimeSpan.FromSeconds(30), new NetworkFact.RouterSeen(7, other)).OfType<NetworkCommand.Connect>(), connect => connect.Remote == other);
        Assert.Contains(speaker.After(TimeSpan.FromSeconds(30), new NetworkFact.RouterSeen(7, other)).OfType<NetworkCommand.Connect>(), connect => connect.Remote == other);
    }

    [Fact]
    public void An_interface_that_the_node_does_not_have_is_named_with_those_that_it_has()
    {
        var state = Assert.Single(speaker.Start(Peer with { Interface = "eth9" }).OfType<Command.WriteSessionState>()).Session;
        Assert.Equal("spec.interface: this node has no interface 'eth9'; it has eth1", state.LastError);
    }
}
