using CsCheck;
using LbController.Protocols.Bgp;
using LbController.Protocols.Bgp.Messages;

namespace LbController.Protocols.Tests.Bgp.Messages;

public sealed class CapabilityCodecTests
{
    public static TheoryData<string, string, BgpCapability> Forms => new()
    {
        { "IPv6 unicast", "010400020001", new BgpCapability.MultiProtocol(BgpFamily.Ipv6Unicast) },
        { "route refresh", "0200", new BgpCapability.RouteRefresh() },
        { "IPv4 with an IPv6 next hop", "0506000100010002", new BgpCapability.ExtendedNextHop([BgpFamily.Ipv4Unicast]) },
        { "extended messages", "0600", new BgpCapability.ExtendedMessage() },
        { "graceful restart with both bits, 120 s, forwarding", "4006c07800010180", new BgpCapability.GracefulRestart(true, true, 120, [new(BgpFamily.Ipv4Unicast, true)]) },
        { "a helper only", "40020000", new BgpCapability.GracefulRestart(false, false, 0, []) },
        { "a four-octet AS", "410400011170", new BgpCapability.FourOctetAs(70000) },
        { "enhanced refresh", "4600", new BgpCapability.EnhancedRouteRefresh() },
        { "long-lived graceful restart, a day", "470700010180015180", new BgpCapability.LongLivedGracefulRestart([new(BgpFamily.Ipv4Unicast, true, 86400)]) },
        { "ADD-PATH is not ours", "450400010103", new BgpCapability.Unknown(69, [0, 1, 1, 3]) },
    };

    [Theory, MemberData(nameof(Forms))]
    public void A_capability_has_the_form_of_its_RFC(string because, string hex, BgpCapability capability)
    {
        var decoded = new List<BgpCapability>();
        Assert.True(CapabilityCodec.TryDecode(Convert.FromHexString(hex), decoded), because);
        Assert.Equal(capability, Assert.Single(decoded));
        Assert.Equal(hex, Convert.ToHexStringLower(CapabilityCodec.Encode(capability)));
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_without_a_throw() => Gen.Byte.Array[0, 255].Sample(bytes =>
    {
        var decoded = new List<BgpCapability>();
        CapabilityCodec.TryDecode(bytes, decoded);
        decoded.ForEach(capability => CapabilityCodec.Encode(capability));
    });
}
