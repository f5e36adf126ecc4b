using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Core.Tests.Config;

public sealed class BgpPeerParserTests
{
    [Fact]
    public void Dynamic_internal_is_our_own_AS_and_external_is_any_other()
    {
        Assert.Equal(64513u, Valid(Plain() with { PeerAsn = 0, DynamicAsn = "internal" }).PeerAsn);
        Assert.Equal(ConfiguredPeer.AnyExternalAsn, Valid(Plain() with { PeerAsn = 0, DynamicAsn = "external" }).PeerAsn);
    }

    [Fact]
    public void The_local_AS_is_what_the_peer_sees() => Assert.Equal(65001u, Valid(Plain() with { LocalAsn = 65001 }).LocalAsn);

    [Fact]
    public void All_fields_of_the_session_are_taken_over()
    {
        var peer = Valid(Plain() with { Vrf = "red", EnableGracefulRestart = true, DualStackAddressFamily = true, BfdProfile = "fast", EbgpMultiHop = true });
        Assert.Equal(("red", true, true, "fast", true), (peer.Vrf, peer.IsGraceful, peer.IsDualStack, peer.BfdProfile, peer.EbgpMultiHop));
    }

    [Fact]
    public void Graceful_restart_takes_two_minutes_unless_told_otherwise_and_no_stale_time()
    {
        var peer = Valid(Plain() with { EnableGracefulRestart = true });
        Assert.Equal((TimeSpan.FromSeconds(120), TimeSpan.Zero), (peer.RestartTime, peer.LongLivedStaleTime));
        peer = Valid(Plain() with { EnableGracefulRestart = true, GracefulRestartTime = TimeSpan.FromSeconds(2.9), LongLivedStaleTime = TimeSpan.FromHours(6) });
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromHours(6)), (peer.RestartTime, peer.LongLivedStaleTime));
    }

    public static TheoryData<string, BgpPeerSpec> Refused => new()
    {
        { "spec.peerASN", Plain() with { PeerAsn = 0 } },
        { "spec.dynamicASN", Plain() with { DynamicAsn = "external" } },
        { "spec.dynamicASN", Plain() with { PeerAsn = 0, DynamicAsn = "both" } },
        { "spec.vrf", Plain() with { Vrf = "a-name-that-is-too-long" } },
        { "spec.vrf", Plain() with { Vrf = "a/b" } },
        { "spec.ebgpMultiHop", Plain() with { PeerAsn = 64513, EbgpMultiHop = true } },
        { "spec.sourceAddress", Plain() with { SourceAddress = "2001:db8::1" } },
        { "spec.password", Plain() with { Password = new string('x', 81) } },
        { "spec.holdTime", Plain() with { HoldTime = TimeSpan.FromSeconds(2) } },
        { "spec.gracefulRestartTime", Plain() with { GracefulRestartTime = TimeSpan.FromSeconds(60) } },
        { "spec.gracefulRestartTime", Plain() with { EnableGracefulRestart = true, GracefulRestartTime = TimeSpan.FromSeconds(4096) } },
        { "spec.longLivedStaleTime", Plain() with { LongLivedStaleTime = TimeSpan.FromHours(6) } },
        { "spec.longLivedStaleTime", Plain() with { EnableGracefulRestart = true, LongLivedStaleTime = TimeSpan.FromSeconds(16777216) } },
        { "spec.peerPort", Plain() with { PeerPort = 65536 } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_value_that_cannot_be_is_refused_with_its_field(string field, BgpPeerSpec spec) =>
        Assert.Equal(field, Assert.Single(BgpPeerParser.Parse([spec]).Errors).Field);

    private static ConfiguredPeer Valid(BgpPeerSpec spec)
    {
        var (peers, errors) = BgpPeerParser.Parse([spec]);
        Assert.Empty(errors);
        return Assert.Single(peers);
    }

    private static BgpPeerSpec Plain() => new(new ObjectKey("metallb-system", "tor")) { MyAsn = 64513, PeerAsn = 64512, PeerAddress = "10.0.0.1" };
}
