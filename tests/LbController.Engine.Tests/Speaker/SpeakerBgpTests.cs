using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Election;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Speaker;
using LbController.Protocols.Bgp;
using LbController.Protocols.Bgp.Attributes;
using LbController.Protocols.Bgp.Messages;

namespace LbController.Engine.Tests.Speaker;

/// <summary>The speaker's BGP part from configuration to bytes; the router is played with our own codec.</summary>
public sealed class SpeakerBgpTests
{
    private static readonly ObjectKey Web = new("shop", "web");
    private static readonly Address Local = Address.Parse("10.0.0.11");
    private readonly SpeakerReactor reactor = new(new SpeakerOptions("n1", null, IgnoreExcludeLabel: false, LivenessKey: null, Epoch: 1));

    [Fact]
    public void A_configured_peer_is_dialled_with_its_address_port_and_password()
    {
        var connect = Assert.Single(Start(Peer() with { Password = "secret", PeerPort = 1790 }).OfType<NetworkCommand.Connect>());
        Assert.Equal(
            (Address.Parse("10.0.0.1"), 1790, "secret", 255),
            (connect.Remote, connect.Port, connect.Password, connect.TimeToLive));
        Assert.DoesNotContain("secret", connect.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_Service_is_announced_and_reported_once_the_session_stands()
    {
        var commands = Establish(Start(Peer()));
        var update = Assert.Single(Updates(commands), update => update.Announced.Count > 0);
        Assert.Equal("192.0.2.10/32", update.Announced[0].ToString());
        Assert.Equal("10.0.0.11", update.Attributes!.NextHop.ToString());
        Assert.Contains(new Command.WriteServiceBgpStatus(Web, ["tor"]), commands);
    }

    [Fact]
    public void The_session_shows_itself_in_numbers()
    {
        Establish(Start(Peer()));
        var figures = reactor.Figures().ToDictionary(figure => $"{figure.Metric.Name} {string.Join(' ', figure.Labels)}", figure => figure.Value);
        Assert.Equal(1, figures["metallb_bgp_session_up 10.0.0.1:179 "]);
        Assert.Equal(1, figures["metallb_bgp_announced_prefixes_total 10.0.0.1:179 "]);
        Assert.Equal(0, figures["metallb_bgp_pending_prefixes_total 10.0.0.1:179 "]);
        Assert.True(figures["metallb_bgp_updates_total 10.0.0.1:179 "] > 0);
        Assert.Equal(1, figures["metallb_speaker_announced shop/web bgp n1 192.0.2.10"]);
        Assert.Equal(0, figures["metallb_k8s_client_config_stale_bool "]);
    }

    [Fact]
    public void The_last_endpoint_withdraws()
    {
        Establish(Start(Peer()));
        var commands = Step(2, new Fact.Gone(typeof(EndpointSliceSnapshot), new("shop", "web-1")));
        Assert.Equal("192.0.2.10/32", Assert.Single(Updates(commands)).Withdrawn[0].ToString());
        Assert.Contains(new Command.RemoveServiceBgpStatus(Web), commands);
    }

    [Fact]
    public void A_lost_connection_takes_the_status_away_and_is_told_on_the_peer()
    {
        Establish(Start(Peer()));
        var commands = Step(2, new NetworkFact.TcpClosed(1, "reset"));
        Assert.Contains(new Command.RemoveServiceBgpStatus(Web), commands);
        Assert.Contains(commands.OfType<Command.RecordEvent>(), record => record is { IsWarning: true, Reason: "SessionDown", Subject.Key.Name: "tor" });
    }

    [Fact]
    public void What_a_former_connection_says_late_is_nothing()
    {
        Establish(Start(Peer()));
        Step(2, new Fact.Seen(Peer() with { HoldTime = TimeSpan.FromSeconds(30) }));
        Assert.Empty(Step(3, new NetworkFact.TcpClosed(1, "reset")));
    }

    [Fact]
    public void A_changed_peer_ends_its_session_with_a_cease_and_dials_anew()
    {
        Establish(Start(Peer()));
        var commands = Step(2, new Fact.Seen(Peer() with { HoldTime = TimeSpan.FromSeconds(30) }));
        Assert.Contains(new NetworkCommand.CloseTcp(1), commands);
        Assert.Equal(2, Assert.Single(commands.OfType<NetworkCommand.Connect>()).Connection);
        Assert.Equal((byte)CeaseSubcode.OtherConfigurationChange, Assert.Single(Messages(commands).OfType<NotificationMessage>()).Subcode);
    }

    [Fact]
    public void An_edit_that_changes_nothing_of_the_session_leaves_it_alone()
    {
        Establish(Start(Peer()));
        Assert.Empty(Step(2, new Fact.Seen(Peer() with { NodeSelectors = [new LabelSelector(LabelSet.Empty, [])] })).OfType<NetworkCommand.CloseTcp>());
    }

    [Fact]
    public void A_changed_pause_between_attempts_needs_no_new_session() =>
        Assert.Empty(AfterEdit(Peer() with { ConnectTime = TimeSpan.FromSeconds(5) }).OfType<NetworkCommand.CloseTcp>());

    [Fact]
    public void A_password_that_moves_into_a_Secret_needs_no_new_session()
    {
        var key = new ObjectKey("metallb-system", "bgp");
        Establish(Start(Peer() with { Password = "s3cret" }));
        Step(2, new Fact.Seen(new SecretSnapshot(key, "kubernetes.io/basic-auth", "s3cret")));
        Assert.Empty(Step(3, new Fact.Seen(Peer() with { PasswordSecret = key })).OfType<NetworkCommand.CloseTcp>());
    }

    [Fact]
    public void A_peer_that_BFD_has_lost_goes_down_at_once_and_is_dialled_again()
    {
        Establish(Start(Peer()));
        var commands = Step(2, new NetworkFact.PathLost(Address.Parse("10.0.0.1"), "", "BFD has heard nothing for 150 ms"));
        Assert.Equal((byte)CeaseSubcode.BfdDown, Assert.Single(Messages(commands).OfType<NotificationMessage>()).Subcode);
        Assert.Contains(new NetworkCommand.CloseTcp(1), commands);
        Assert.Single(commands.OfType<NetworkCommand.Connect>());
    }

    [Fact]
    public void A_peer_in_a_VRF_is_dialled_from_its_device() =>
        Assert.Equal("red", Assert.Single(Start(Peer() with { Vrf = "red" }).OfType<NetworkCommand.Connect>()).Device);

    [Fact]
    public void A_missing_Secret_keeps_the_session_down_and_says_so_until_it_comes()
    {
        var key = new ObjectKey("metallb-system", "bgp");
        var commands = Start(Peer() with { PasswordSecret = key });
        Assert.Empty(commands.OfType<NetworkCommand.Connect>());
        Assert.Contains(commands.OfType<Command.RecordEvent>(), record => record.Reason == "SessionNotStarted" && record.Message.Contains("metallb-system/bgp", StringComparison.Ordinal));
        var connect = Assert.Single(Step(1, new Fact.Seen(new SecretSnapshot(key, "kubernetes.io/basic-auth", "s3cret"))).OfType<NetworkCommand.Connect>());
        Assert.Equal("s3cret", connect.Password);
    }

    [Fact]
    public void A_bad_peer_costs_only_itself()
    {
        var bad = Peer() with { Key = new("metallb-system", "bad"), PeerAddress = "10.0.0" };
        Assert.Single(Start(Peer(), bad).OfType<NetworkCommand.Connect>());
    }

    [Fact]
    public void Leaving_asks_routers_to_prefer_others_and_says_farewell_a_second_later()
    {
        Establish(Start(Peer()));
        var commands = Step(2, new Fact.Leaving());
        Assert.Contains(WellKnownCommunity.GracefulShutdown, Assert.Single(Updates(commands)).Attributes!.Communities);
        Assert.Empty(commands.OfType<NetworkCommand.CloseTcp>());
        var last = Step(3);
        Assert.Equal((byte)CeaseSubcode.AdministrativeShutdown, Assert.Single(Messages(last).OfType<NotificationMessage>()).Subcode);
        Assert.Contains(new NetworkCommand.CloseTcp(1), last);
        Assert.Empty(Step(4));
    }

    [Fact]
    public void Leaving_without_a_session_takes_no_time()
    {
        Start(Peer());
        Assert.False(reactor.Step([new Fact.Leaving()], TimeSpan.FromSeconds(2)).IsStillLeaving);
    }

    [Fact]
    public void Leaving_closes_without_a_word_where_the_peer_keeps_the_routes()
    {
        Establish(Start(Peer() with { EnableGracefulRestart = true }), new BgpCapability.GracefulRestart(false, true, 120, [new(BgpFamily.Ipv4Unicast, true)]));
        var commands = Step(2, new Fact.Leaving());
        Assert.Empty(Messages(commands));
        Assert.Contains(new NetworkCommand.CloseTcp(1), commands);
    }

    [Fact]
    public void A_drained_node_fades_and_leaves_to_others_what_they_can_announce()
    {
        Establish(Start(Peer()));
        Step(2, new Fact.Seen(new NodeSnapshot(new("", "n2"))));
        var fading = Step(3, new Fact.Seen(Drained()));
        Assert.Contains(WellKnownCommunity.GracefulShutdown, Assert.Single(Updates(fading)).Attributes!.Communities);
        Assert.Equal("192.0.2.10/32", Assert.Single(Updates(Step(4))).Withdrawn[0].ToString());
    }

    [Fact]
    public void A_drained_node_goes_on_announcing_what_no_other_can()
    {
        Establish(Start(Peer()));
        Step(3, new Fact.Seen(Drained()));
        Assert.Empty(Updates(Step(4)));
        var back = Step(5, new Fact.Seen(new NodeSnapshot(new("", "n1")) { InternalIps = [Local] }));
        Assert.Empty(Assert.Single(Updates(back)).Attributes!.Communities);
    }

    private static NodeSnapshot Drained() => new(new("", "n1")) { InternalIps = [Local], Taints = [NodeDrain.OutOfServiceTaint] };

    private IReadOnlyList<Command> Start(params BgpPeerSpec[] peers) => Step(0,
    [
        new Fact.Seen(new ServiceSnapshot(Web) { IngressIps = ["192.0.2.10"] }),
        new Fact.Seen(new EndpointSliceSnapshot(new("shop", "web-1")) { ServiceName = "web", Endpoints = [new("n1", Ready: true, null, null)] }),
        new Fact.Seen(new NodeSnapshot(new("", "n1")) { InternalIps = [Local] }),
        new Fact.Seen(new PoolSpec(new("metallb-system", "blue")) { Addresses = ["192.0.2.0/24"] }),
        new Fact.Seen(new BgpAdvertisementSpec(new("metallb-system", "all"))),
        .. peers.Select(peer => new Fact.Seen(peer)),
        new Fact.InSync(),
    ]);

    private IReadOnlyList<Command> AfterEdit(BgpPeerSpec edited)
    {
        Establish(Start(Peer()));
        return Step(2, new Fact.Seen(edited));
    }

    private List<Command> Establish(IReadOnlyList<Command> started, params BgpCapability[] more)
    {
        var number = Assert.Single(started.OfType<NetworkCommand.Connect>()).Connection;
        var open = new OpenMessage(OpenMessage.ProtocolVersion, 64512, 90, 0x0a000001,
            [new BgpCapability.MultiProtocol(BgpFamily.Ipv4Unicast), new BgpCapability.FourOctetAs(64512), .. more]);
        return
        [
            .. Step(1, new NetworkFact.TcpOpened(number, Local)),
            .. Step(1, new NetworkFact.TcpReceived(number, BgpMessageCodec.Encode(open, default))),
            .. Step(1, new NetworkFact.TcpReceived(number, BgpMessageCodec.Encode(new KeepaliveMessage(), default))),
        ];
    }

    private IReadOnlyList<Command> Step(int second, params Fact[] facts) => reactor.Step(facts, TimeSpan.FromSeconds(second)).Commands;

    private static IEnumerable<UpdateMessage> Updates(IEnumerable<Command> commands) => Messages(commands).OfType<UpdateMessage>();

    private static List<BgpMessage> Messages(IEnumerable<Command> commands)
    {
        var messages = new List<BgpMessage>();
        foreach (var send in commands.OfType<NetworkCommand.SendTcp>())
        {
            Assert.True(BgpMessageCodec.TryDecode(send.Bytes.Span, new UpdateWire(true, false), out var message, out _));
            messages.Add(message!);
        }

        return messages;
    }

    private static BgpPeerSpec Peer() => new(new("metallb-system", "tor")) { MyAsn = 64513, PeerAsn = 64512, PeerAddress = "10.0.0.1" };
}
