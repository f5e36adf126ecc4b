using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>A BGPAdvertisement as written by the user: which pools go to which peers, and with which attributes.</summary>
public sealed record BgpAdvertisementSpec(ObjectKey Key) : ConfigObject(Key)
{
    public ValueArray<string> Pools { get; init; }

    public ValueArray<LabelSelector> PoolSelectors { get; init; }

    public ValueArray<LabelSelector> NodeSelectors { get; init; }

    /// <summary>Names of BGPPeers; empty: every peer.</summary>
    public ValueArray<string> Peers { get; init; }

    public ValueArray<LabelSelector> ServiceSelectors { get; init; }

    /// <summary>Prefix length announced for IPv4 addresses, 1 to 32.</summary>
    public int AggregationLength { get; init; } = 32;

    /// <summary>Prefix length announced for IPv6 addresses, 1 to 128.</summary>
    public int AggregationLengthV6 { get; init; } = 128;

    public bool Aggregates => AggregationLength < 32 || AggregationLengthV6 < 128;

    public uint LocalPref { get; init; }

    /// <summary>MULTI_EXIT_DISC; null: not sent. Ours, not MetalLB's.</summary>
    public uint? Med { get; init; }

    /// <summary>How many times more our AS stands in the path, 0 to 10. Ours, not MetalLB's.</summary>
    public int AsPathPrepend { get; init; }

    /// <summary>Routers are told how many endpoints serve on the node, for Services with externalTrafficPolicy Local. Ours, not MetalLB's.</summary>
    public bool WeightByEndpoints { get; init; }

    /// <summary><c>a:b</c>, <c>large:a:b:c</c>, or an alias from a Community object.</summary>
    public ValueArray<string> Communities { get; init; }
}
