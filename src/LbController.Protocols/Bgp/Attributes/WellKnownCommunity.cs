namespace LbController.Protocols.Bgp.Attributes;

/// <summary>Communities with a meaning for every router (IANA registry).</summary>
public static class WellKnownCommunity
{
    /// <summary>RFC 8326: the route is about to go; prefer any other.</summary>
    public const uint GracefulShutdown = 0xffff0000;

    /// <summary>RFC 9494: do not keep this route as a stale one.</summary>
    public const uint NoLongLivedStale = 0xffff0007;

    public const uint NoExport = 0xffffff01;
    public const uint NoAdvertise = 0xffffff02;
}
