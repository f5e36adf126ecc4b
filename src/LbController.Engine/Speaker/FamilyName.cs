using LbController.Protocols.Bgp;

namespace LbController.Engine.Speaker;

/// <summary>Address families as routers' people write them.</summary>
internal static class FamilyName
{
    public static string Of(BgpFamily family) =>
        family == BgpFamily.Ipv4Unicast ? "ipv4-unicast" : family == BgpFamily.Ipv6Unicast ? "ipv6-unicast" : family.ToString();
}
