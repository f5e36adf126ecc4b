namespace LbController.Protocols.Bgp.Session;

/// <summary>What one session shall be like; validated by whoever makes it.</summary>
/// <param name="LocalAs">1 to 4294967295.</param>
/// <param name="PeerAs">What the peer must say in its OPEN; 0: any AS other than ours.</param>
/// <param name="RouterId">Our BGP identifier as a number; not zero.</param>
public sealed record SessionOptions(uint LocalAs, uint PeerAs, uint RouterId)
{
    /// <summary>Ours; the smaller of both sides is used. Whole seconds: zero (no timers) or 3 to 65535.</summary>
    public TimeSpan HoldTime { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Null: a third of the hold time. Never more than that third.</summary>
    public TimeSpan? KeepaliveTime { get; init; }

    /// <summary>The longest pause between two attempts.</summary>
    public TimeSpan ConnectRetry { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long an attempt to open TCP may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public IReadOnlyList<BgpFamily> Families { get; init; } = [BgpFamily.Ipv4Unicast];

    /// <summary>Offer IPv4 routes with an IPv6 next hop (RFC 8950); for connections over IPv6.</summary>
    public bool OffersIpv6NextHop { get; init; }

    /// <summary>Graceful restart (RFC 4724): how long the peer shall keep our routes while we come back, 1 to 4095 s; null: not at all.</summary>
    public TimeSpan? RestartTime { get; init; }

    /// <summary>This process has just started and the peer may still have routes of the one before (the R bit).</summary>
    public bool IsRestarting { get; init; }

    /// <summary>How long the peer shall keep our routes as stale ones after the restart time (RFC 9494); zero: not at all.</summary>
    public TimeSpan LongLivedStaleTime { get; init; }

    /// <summary>Never dial; wait for the peer to do it.</summary>
    public bool IsPassive { get; init; }

    /// <summary>Makes the pauses of two sessions differ; the same seed gives the same pauses.</summary>
    public ulong JitterSeed { get; init; }

    public bool IsInternal => LocalAs == PeerAs;
}
