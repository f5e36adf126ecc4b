using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>An L2Advertisement as written by the user: which pools are announced by ARP and NDP, where, and for whom.</summary>
public sealed record L2AdvertisementSpec(ObjectKey Key) : ConfigObject(Key)
{
    /// <summary>Named pools; together with <see cref="PoolSelectors"/> empty: every pool.</summary>
    public ValueArray<string> Pools { get; init; }

    public ValueArray<LabelSelector> PoolSelectors { get; init; }

    /// <summary>Alternatives; empty: every node.</summary>
    public ValueArray<LabelSelector> NodeSelectors { get; init; }

    /// <summary>Interface names; empty: every interface.</summary>
    public ValueArray<string> Interfaces { get; init; }

    /// <summary>Alternatives; empty: every Service.</summary>
    public ValueArray<LabelSelector> ServiceSelectors { get; init; }

    public ValueArray<PreferredNodeSelector> PreferredNodeSelectors { get; init; }
}
