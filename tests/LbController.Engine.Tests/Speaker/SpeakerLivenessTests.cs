using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Speaker;
using LbController.Protocols.Liveness;
using LbController.Protocols.Wire;

namespace LbController.Engine.Tests.Speaker;

/// <summary>One speaker and the heartbeats of another, put into its hands.</summary>
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
        Assert.Empty(TablesOf(Step(reactor, 279, Beat(Other))));
        Assert.True(Answers(Step(reactor, 280, Beat(Other))));
    }

    [Fact]
    public void What_another_claims_is_left_to_it_until_it_falls_silent()
    {
        var reactor = Reactor(Other);
        Step(reactor, 0, Cluster(Other));
        for (var at = 80; at <= 960; at += 80)
        {
            Assert.Empty(TablesOf(Step(reactor, at, Claiming(Owner))));
        }

        Assert.Empty(TablesOf(Step(reactor, 1239)));
        Assert.True(Answers(Step(reactor, 1240)));
    }

    [Fact]
    public void A_heartbeat_with_another_key_is_not_heard_and_is_told()
    {
        var reactor = Reactor(Other);
        var first = Step(reactor, 0, Cluster(Other)).OfType<Command.WriteConfigurationState>().Single();
        var commands = Step(reactor, 280, Claiming(Owner, [9]));
        Assert.True(Answers(commands));
        var told = Assert.Single(commands.OfType<Command.RecordEvent>(), record => record.Reason == "LivenessKeyMismatch");
        Assert.Equal(Owner, told.Subject.Key.Name);
        var verdict = Assert.Single(Step(reactor, 300, new Fact.Ended(first, Outcome.Done)).OfType<Command.WriteConfigurationState>()).Verdict;
        Assert.Contains("heartbeats of node n2 are sealed with another key", verdict.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_missing_stands_in_the_ConfigurationState_and_in_a_metric()
    {
        var reactor = new SpeakerReactor(new SpeakerOptions(Other, null, IgnoreExcludeLabel: false, Array.Empty<byte>(), Epoch: 7));
        var verdict = Assert.Single(Step(reactor, 0, Cluster(Other)).OfType<Command.WriteConfigurationState>()).Verdict;
        Assert.Contains("--ml-secret-key-path: no key", verdict.Summary, StringComparison.Ordinal);
        Assert.Contains(reactor.Figures(), figure => figure.Metric.Name == "lbcontroller_liveness_key_missing" && figure.Value > 0);
    }

    [Fact]
    public void Keys_are_exchanged_without_a_gap()
    {
        byte[] newer = [7, 7];
        var reactor = Reactor(Other);
        Step(reactor, 0, Cluster(Other));
        Step(reactor, 200, new NetworkFact.LivenessKeysRead([newer, Key]));
        Assert.Empty(TablesOf(Step(reactor, 300, Claiming(Owner))));
        var sent = Step(reactor, 500, Claiming(Owner, newer)).ToList();
        sent.AddRange(Step(reactor, 570));
        Assert.Empty(TablesOf(sent));
        Assert.True(HeartbeatCodec.TryDecode(sent.OfType<NetworkCommand.SendDatagram>().First().Bytes.Span, [newer], out _, out _));
    }

    [Fact]
    public void Heartbeats_leave_on_every_announcing_link_and_let_the_table_answer_on()
    {
        var reactor = Reactor(Owner);
        var commands = Step(reactor, 0, Cluster(Owner));
        Assert.Equal([2, 3], commands.OfType<NetworkCommand.SendDatagram>().Select(datagram => datagram.LinkIndex));
        Assert.Contains(new NetworkCommand.AnswerUntil(TimeSpan.FromMilliseconds(280)), commands);
        Assert.True(HeartbeatCodec.TryDecode(commands.OfType<NetworkCommand.SendDatagram>().Last().Bytes.Span, [Key], out var last, out _));
        Assert.Equal((Owner, 7UL, 2UL, "eth1", HeartbeatFlags.None), (last!.Node, last.Epoch, last.Sequence, last.Link, last.Flags));
    }

    [Fact]
    public void Who_is_asked_answers_at_once()
    {
        var reactor = Reactor(Owner);
        Step(reactor, 0, Cluster(Owner));
        Assert.Empty(Step(reactor, 40).OfType<NetworkCommand.SendDatagram>());
        Assert.NotEmpty(Step(reactor, 41, Sealed(New(Other) with { Asks = [NodeTag.Of(Owner)] })).OfType<NetworkCommand.SendDatagram>());
        Assert.Empty(Step(reactor, 42, Sealed(New(Other) with { Asks = [NodeTag.Of(Owner)] })).OfType<NetworkCommand.SendDatagram>());
    }

    [Theory]
    [InlineData(40)]
    [InlineData(1000)]
    public void What_a_node_sends_is_the_same_to_the_byte_however_many_it_hears(int nodes)
    {
        Assert.Equal(SentIn(seconds: 2, nodes: 3), SentIn(seconds: 2, nodes));
    }

    [Fact]
    public void An_owner_that_misses_a_heartbeat_is_asked()
    {
        var reactor = Reactor(Other);
        Step(reactor, 0, Cluster(Other));
        Step(reactor, 280, Claiming(Owner));
        var asked = Step(reactor, 381).OfType<NetworkCommand.SendDatagram>().First();
        Assert.True(HeartbeatCodec.TryDecode(asked.Bytes.Span, [Key], out var heartbeat, out _));
        Assert.Equal([NodeTag.Of(Owner)], heartbeat!.Asks);
    }

    [Fact]
    public void An_offer_is_taken_and_the_table_is_there_before_the_claim_goes_out()
    {
        var reactor = Reactor(Other);
        Step(reactor, 0, Cluster(Other));
        Step(reactor, 280, Claiming(Owner));
        var commands = Step(reactor, 300, Claiming(Owner, offeredTo: Other)).ToList();
        var table = commands.FindIndex(command => command is NetworkCommand.PublishTable);
        var call = commands.FindIndex(command => command is NetworkCommand.SendGratuitous);
        var claim = commands.FindIndex(command => command is NetworkCommand.SendDatagram);
        Assert.True(table >= 0 && table < call && call < claim, $"{table} {call} {claim}");
        Assert.True(HeartbeatCodec.TryDecode(((NetworkCommand.SendDatagram)commands[claim]).Bytes.Span, [Key], out var sent, out _));
        Assert.Equal([new HeartbeatClaim(Vip.Value, false, 6, 0)], sent!.Claims);
    }

    [Fact]
    public void A_node_whose_own_link_is_down_claims_nothing_on_another_link()
    {
        var reactor = Reactor(Owner);
        Step(reactor, 0, Cluster(Owner));
        Assert.True(Answers(Step(reactor, 280, Beat(Other))));
        var table = Assert.Single(TablesOf(Step(reactor, 600, Link(Owner, isUp: false), Beat(Other))));
        Assert.Equal(0, table.Count);
    }

    /// <summary>Datagrams and bytes that one node sends while it hears the others every 80 ms, each with an address of its own.</summary>
    private (int Datagrams, int Bytes) SentIn(int seconds, int nodes)
    {
        lastStep = 0;
        var reactor = Reactor(Owner);
        Step(reactor, 0, Cluster(Owner));
        var others = Enumerable.Range(0, nodes - 1).Select(number => $"m{number:0000}").ToList();
        var (datagrams, bytes) = (0, 0);
        for (var at = 10; at <= seconds * 1000; at += 10)
        {
            Fact[] beats = at % 80 == 0
                ? [.. others.Select((node, number) => Sealed(New(node) with { ClaimsVersion = 1, Claims = [new(Vip.Value + (uint)number, false, 5, 0)] }))]
                : [];
            foreach (var sent in reactor.Step(beats, TimeSpan.FromMilliseconds(at)).Commands.OfType<NetworkCommand.SendDatagram>())
            {
                datagrams++;
                bytes += sent.Bytes.Length;
            }
        }

        return (datagrams, bytes);
    }

    private static SpeakerReactor Reactor(string node) => new(new SpeakerOptions(node, null, IgnoreExcludeLabel: false, Key, Epoch: 7) { Probes = 0 });

    private static IReadOnlyList<Command> Step(SpeakerReactor reactor, int millisecond, params Fact[] facts)
    {
        // A driver comes back when it is asked to; these tests jump.
        for (var at = lastStep; at < millisecond; at += 70)
        {
            reactor.Step([], TimeSpan.FromMilliseconds(at));
        }

        lastStep = millisecond;
        return reactor.Step(facts, TimeSpan.FromMilliseconds(millisecond)).Commands;
    }

    [ThreadStatic]
    private static int lastStep;

    public SpeakerLivenessTests() => lastStep = 0;

    private static IEnumerable<Core.Announcing.AnnouncementTable> TablesOf(IEnumerable<Command> commands) =>
        commands.OfType<NetworkCommand.PublishTable>().Select(publish => publish.Table);

    private static bool Answers(IEnumerable<Command> commands) => TablesOf(commands).Single().Answers(2, Vip);

    private Heartbeat New(string from) => new(from, 1, ++sequence) { Link = "eth0", Flags = HeartbeatFlags.Settled };

    private NetworkFact.DatagramReceived Beat(string from) => Sealed(New(from));

    private NetworkFact.DatagramReceived Claiming(string from, byte[]? key = null, string? offeredTo = null) => Sealed(
        New(from) with { ClaimsVersion = offeredTo is null ? 1u : 2u, Claims = [new(Vip.Value, false, 5, offeredTo is null ? 0 : NodeTag.Of(offeredTo))] }, key);

    private static NetworkFact.DatagramReceived Sealed(Heartbeat heartbeat, byte[]? key = null)
    {
        var datagram = new byte[HeartbeatCodec.MostBytes];
        var length = HeartbeatCodec.Encode(heartbeat, key ?? Key, datagram);
        return new(2, Address.Parse(heartbeat.Node == "n1" ? "10.0.0.1" : "10.0.0.2"), datagram.AsMemory(0, length));
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
