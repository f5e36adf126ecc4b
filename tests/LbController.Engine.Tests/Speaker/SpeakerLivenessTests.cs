using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Speaker;
using LbController.Protocols.Liveness;
using LbController.Protocols.Wire;

namespace LbController.Engine.Tests.Speaker;

/// <summary>Two nodes watch each other; by the ranks of the election the address belongs to <see cref="Owner"/>.</summary>
public sealed class SpeakerLivenessTests
{
    private const string Owner = "n2";
    private const string Other = "n1";
    private static readonly Address Vip = Address.Parse("192.0.2.10");
    private static readonly byte[] Key = [1, 2, 3];
    private ulong sequence;

    [Fact]
    public void Nothing_is_claimed_before_the_others_could_be_heard()
    {
        var reactor = Reactor(Owner);
        Assert.Empty(TablesOf(Step(reactor, 0, Cluster(Owner))));
        Assert.True(Answers(Step(reactor, 500, Heartbeat(Other))));
    }

    [Fact]
    public void A_successor_takes_over_when_the_owner_falls_silent()
    {
        var reactor = Reactor(Other);
        Step(reactor, 0, Cluster(Other));
        for (var at = 100; at <= 1000; at += 100)
        {
            Assert.Empty(TablesOf(Step(reactor, at, Heartbeat(Owner))));
        }

        Assert.Empty(TablesOf(Step(reactor, 1399)));
        Assert.True(Answers(Step(reactor, 1400)));
    }

    [Fact]
    public void A_heartbeat_with_another_key_is_not_heard()
    {
        var reactor = Reactor(Other);
        Step(reactor, 0, Cluster(Other));
        Assert.Empty(TablesOf(Step(reactor, 300, Heartbeat(Owner, [9]))));
        Assert.True(Answers(Step(reactor, 400)));
    }

    [Fact]
    public void A_heartbeat_goes_to_the_other_node_ten_times_a_second()
    {
        var reactor = Reactor(Owner);
        var sent = Step(reactor, 0, Cluster(Owner)).OfType<NetworkCommand.SendDatagram>().ToList();
        for (var at = 100; at < 1000; at += 100)
        {
            sent.AddRange(Step(reactor, at).OfType<NetworkCommand.SendDatagram>());
        }

        Assert.Equal(10, sent.Count);
        Assert.All(sent, datagram => Assert.Equal(Address.Parse("10.0.0.1"), datagram.To));
        Assert.True(HeartbeatCodec.TryDecode(sent[9].Bytes.Span, Key, out var last, out _));
        Assert.Equal(new Heartbeat(Owner, 7, 10), last);
    }

    [Fact]
    public void A_node_whose_own_link_is_down_claims_nothing_on_another_link()
    {
        var reactor = Reactor(Owner);
        Step(reactor, 0, Cluster(Owner));
        Assert.True(Answers(Step(reactor, 500, Heartbeat(Other))));
        var table = Assert.Single(TablesOf(Step(reactor, 600, Link(Owner, isUp: false), Heartbeat(Other))));
        Assert.Equal(0, table.Count);
    }

    private static SpeakerReactor Reactor(string node) => new(new SpeakerOptions(node, null, IgnoreExcludeLabel: false, Key, Epoch: 7));

    private static IReadOnlyList<Command> Step(SpeakerReactor reactor, int millisecond, params Fact[] facts) =>
        reactor.Step(facts, TimeSpan.FromMilliseconds(millisecond)).Commands;

    private static IEnumerable<Core.Announcing.AnnouncementTable> TablesOf(IEnumerable<Command> commands) =>
        commands.OfType<NetworkCommand.PublishTable>().Select(publish => publish.Table);

    private static bool Answers(IEnumerable<Command> commands) => TablesOf(commands).Single().Answers(2, Vip);

    private NetworkFact.DatagramReceived Heartbeat(string from, byte[]? key = null)
    {
        var datagram = new byte[HeartbeatCodec.MostBytes];
        var length = HeartbeatCodec.Encode(new Heartbeat(from, 1, ++sequence), key ?? Key, datagram);
        return new(Address.Parse("10.0.0.9"), datagram.AsMemory(0, length));
    }

    private static Fact[] Cluster(string own) =>
    [
        new Fact.Seen(new ServiceSnapshot(new("shop", "web")) { IngressIps = [Vip.ToString()] }),
        new Fact.Seen(new EndpointSliceSnapshot(new("shop", "web-1")) { ServiceName = "web", Endpoints = [new("n1", Ready: true, null, null)] }),
        new Fact.Seen(new NodeSnapshot(new("", "n1")) { InternalIps = [Address.Parse("10.0.0.1")] }),
        new Fact.Seen(new NodeSnapshot(new("", "n2")) { InternalIps = [Address.Parse("10.0.0.2")] }),
        new Fact.Seen(new PoolSpec(new("metallb-system", "blue")) { Addresses = ["192.0.2.0/24"] }),
        new Fact.Seen(new L2AdvertisementSpec(new("metallb-system", "all"))),
        Link(own, isUp: true),
        new NetworkFact.LinkSeen(new LinkSnapshot(3, "eth1", new MacAddress(0x020000000002)) { IsUp = true, HasBroadcast = true }),
        new Fact.InSync(),
    ];

    private static NetworkFact.LinkSeen Link(string own, bool isUp) => new(new LinkSnapshot(2, "eth0", new MacAddress(0x020000000001))
    {
        IsUp = isUp,
        HasBroadcast = true,
        Addresses = [new LinkAddress(Address.Parse(own == "n1" ? "10.0.0.1" : "10.0.0.2"), 24)],
    });
}
