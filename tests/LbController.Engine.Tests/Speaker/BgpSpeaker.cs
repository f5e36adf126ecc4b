using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Speaker;
using LbController.Protocols.Bgp;
using LbController.Protocols.Bgp.Messages;

namespace LbController.Engine.Tests.Speaker;

/// <summary>A speaker of node n1 with one announced Service; plays routers with our own codec.</summary>
/// <param name="listenPort">0: it does not listen.</param>
internal sealed class BgpSpeaker(int listenPort = 0)
{
    public const string Namespace = "metallb-system";
    public static readonly Address Local = Address.Parse("10.0.0.11");

    public SpeakerReactor Reactor { get; } = new(new SpeakerOptions("n1", null, IgnoreExcludeLabel: false, LivenessKey: null, Epoch: 1) { BgpListenPort = listenPort });

    public TimeSpan Now { get; private set; }

    public static BgpPeerSpec Peer => new(new(Namespace, "tor")) { MyAsn = 64513, PeerAsn = 64512, PeerAddress = "10.0.0.1" };

    public IReadOnlyList<Command> Start(params SnapshotObject[] objects) => Step(
    [
        new Fact.Seen(new ServiceSnapshot(new("shop", "web")) { IngressIps = ["192.0.2.10"] }),
        new Fact.Seen(new EndpointSliceSnapshot(new("shop", "web-1")) { ServiceName = "web", Endpoints = [new("n1", Ready: true, null, null)] }),
        new Fact.Seen(new NodeSnapshot(new("", "n1")) { InternalIps = [Local] }),
        new Fact.Seen(new PoolSpec(new(Namespace, "blue")) { Addresses = ["192.0.2.0/24"] }),
        new Fact.Seen(new BgpAdvertisementSpec(new(Namespace, "all"))),
        .. objects.Select(item => new Fact.Seen(item)),
        new Fact.InSync(),
    ]);

    public IReadOnlyList<Command> Step(params Fact[] facts) => Reactor.Step(facts, Now).Commands;

    public IReadOnlyList<Command> See(params SnapshotObject[] objects) => Step([.. objects.Select(item => new Fact.Seen(item))]);

    public IReadOnlyList<Command> After(TimeSpan time, params Fact[] facts)
    {
        Now += time;
        return Step(facts);
    }

    /// <summary>The router answers the one dial among these commands and the session comes up.</summary>
    public List<Command> Establish(IEnumerable<Command> dialled, params BgpCapability[] more)
    {
        var number = Assert.Single(dialled.OfType<NetworkCommand.Connect>()).Connection;
        var open = new OpenMessage(OpenMessage.ProtocolVersion, 64512, 90, 0x0a000001,
            [new BgpCapability.MultiProtocol(BgpFamily.Ipv4Unicast), new BgpCapability.FourOctetAs(64512), .. more]);
        return
        [
            .. Step(new NetworkFact.TcpOpened(number, Local)),
            .. Step(new NetworkFact.TcpReceived(number, BgpMessageCodec.Encode(open, default))),
            .. Step(new NetworkFact.TcpReceived(number, BgpMessageCodec.Encode(new KeepaliveMessage(), default))),
        ];
    }

    public static List<BgpMessage> Messages(IEnumerable<Command> commands)
    {
        var messages = new List<BgpMessage>();
        foreach (var send in commands.OfType<NetworkCommand.SendTcp>())
        {
            Assert.True(BgpMessageCodec.TryDecode(send.Bytes.Span, new UpdateWire(true, false), out var message, out _));
            messages.Add(message!);
        }

        return messages;
    }
}
