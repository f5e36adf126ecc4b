using LbController.Core.Addresses;
using LbController.Engine.Facts;
using LbController.Engine.Paths;
using LbController.Protocols.Bfd;

namespace LbController.Engine.Tests.Paths;

/// <summary>Which session a datagram is for, and what the speaker hears of them.</summary>
public sealed class PathWatchTests
{
    private static readonly Address Tor = Address.Parse("10.0.0.1");
    private static readonly PathTarget Target = new(Tor, "", null, IsMultihop: false, new BfdOptions());
    private readonly PathWatch watch;
    private uint last = 100;
    private TimeSpan now = TimeSpan.FromHours(1);

    public PathWatchTests() => watch = new PathWatch(() => ++last);

    public static TheoryData<string, string, string, bool, uint, bool> Datagrams => new()
    {
        { "the session's own discriminator", "10.0.0.1", "", false, 101, true },
        { "none, which only the sender's address can tell", "10.0.0.1", "", false, 0, true },
        { "a discriminator that was never given", "10.0.0.1", "", false, 55, false },
        { "the right discriminator from another sender", "10.0.0.9", "", false, 101, false },
        { "none, from another sender", "10.0.0.9", "", false, 0, false },
        { "the right sender in another VRF", "10.0.0.1", "red", false, 101, false },
        { "the right sender to the multihop port", "10.0.0.1", "", true, 101, false },
    };

    [Theory]
    [MemberData(nameof(Datagrams))]
    public void A_datagram_is_for_the_session_that_it_names_and_comes_from(string because, string from, string vrf, bool isMultihop, uint names, bool isTaken)
    {
        watch.Follow([Target], now);
        watch.Received(Datagram(Address.Parse(from), BfdState.Down, names) with { Vrf = vrf, IsMultihop = isMultihop }, now);
        Assert.True(isTaken == (watch.Status[0].State == BfdState.Init), because);
        Assert.Equal(isTaken ? 0 : 1, watch.Dropped.GetValueOrDefault(BfdError.UnknownSession));
    }

    [Fact]
    public void Coming_up_is_told_and_a_failure_is_told_with_its_reason()
    {
        watch.Follow([Target], now);
        Assert.Equal([new NetworkFact.PathSeen(Tor, "", BfdState.Init), new NetworkFact.PathSeen(Tor, "", BfdState.Up)], Up());
        now += TimeSpan.FromMilliseconds(900);
        var told = Facts(watch.Tick(now));
        Assert.Equal([new NetworkFact.PathSeen(Tor, "", BfdState.Down), new NetworkFact.PathLost(Tor, "", "BFD has heard nothing for 900 ms")], told);
    }

    [Fact]
    public void A_peer_that_ends_its_session_on_purpose_is_not_lost()
    {
        watch.Follow([Target], now);
        Up();
        Assert.Equal([new NetworkFact.PathSeen(Tor, "", BfdState.Down)], Facts(watch.Received(Datagram(Tor, BfdState.AdminDown, 101), now)));
    }

    [Fact]
    public void What_is_not_wanted_any_more_ends_with_AdminDown()
    {
        watch.Follow([Target], now);
        Up();
        var actions = watch.Follow([], now);
        Assert.Contains(actions, action => action is PathAction.Send { Packet.State: BfdState.AdminDown });
        Assert.Equal(new PathAction.Close(101), actions[^1]);
        Assert.Empty(Facts(actions).OfType<NetworkFact.PathLost>());
        Assert.Null(watch.NextDeadline);
    }

    [Fact]
    public void Other_timers_are_negotiated_on_the_session_that_is_there()
    {
        watch.Follow([Target], now);
        Up();
        var faster = Target with { Options = Target.Options with { DesiredMinTx = TimeSpan.FromMilliseconds(50) } };
        Assert.Empty(watch.Follow([faster], now).OfType<PathAction.Close>());
        Assert.Contains(watch.Tick(now), action => action is PathAction.Send { Packet: var packet } && packet.Has(BfdFlags.Poll) && packet.DesiredMinTx == 50_000);
    }

    [Fact]
    public void Each_session_has_a_discriminator_of_its_own_and_other_sessions_go_on()
    {
        var other = Target with { Peer = Address.Parse("10.0.0.2") };
        watch.Follow([Target], now);
        Up();
        watch.Follow([Target, other], now);
        Assert.Equal(["10.0.0.1 Up", "10.0.0.2 Down"], watch.Status.Select(path => $"{path.Peer} {path.State}"));
    }

    [Fact]
    public void Nonsense_is_counted_and_costs_nothing_else()
    {
        watch.Follow([Target], now);
        Up();
        Assert.Empty(watch.Received(new PathDatagram(Tor, "", 0, IsMultihop: false, 255, new byte[3]), now));
        var far = Datagram(Tor, BfdState.Down, 101) with { TimeToLive = 254 };
        Assert.Equal([new NetworkFact.PathTooFar(Tor, "", 254, 255)], Facts(watch.Received(far, now)));
        Assert.Equal((1, 1, BfdState.Up), (watch.Dropped[BfdError.TooShort], watch.Dropped[BfdError.TimeToLive], watch.Status[0].State));
        Assert.Empty(watch.Received(far, now));
    }

    private List<NetworkFact> Up() =>
        Facts([.. watch.Received(Datagram(Tor, BfdState.Down, 0), now), .. watch.Received(Datagram(Tor, BfdState.Up, 101, BfdFlags.Final), now)]);

    private static List<NetworkFact> Facts(IEnumerable<PathAction> actions) => [.. actions.OfType<PathAction.Tell>().Select(tell => tell.Fact)];

    private static PathDatagram Datagram(Address from, BfdState state, uint names, BfdFlags flags = BfdFlags.None)
    {
        var bytes = new byte[BfdPacketCodec.PacketSize];
        BfdPacketCodec.Encode(new BfdPacket(BfdDiagnostic.None, state, flags, 3, 9, names, 300_000, 300_000, 0), bytes);
        return new PathDatagram(from, "", 0, IsMultihop: false, 255, bytes);
    }
}
