using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>An IPAddressPool as written by the user: unvalidated.</summary>
public sealed record PoolSpec(ObjectKey Key) : ConfigObject(Key)
{
    public LabelSet Labels { get; init; } = LabelSet.Empty;

    /// <summary>CIDRs and <c>first-last</c> ranges, both families, in the order of the user.</summary>
    public ValueArray<string> Addresses { get; init; }

    public bool AutoAssign { get; init; } = true;

    public bool AvoidBuggyIps { get; init; }

    /// <summary>Null when the pool has no <c>serviceAllocation</c>: it is then open to every Service.</summary>
    public ServiceAllocationSpec? ServiceAllocation { get; init; }

    /// <summary>Addresses set aside, as the user wrote them.</summary>
    public ValueArray<ReservationSpec> Reservations { get; init; }

    /// <summary>The counters now in the object's status; null if it has none yet.</summary>
    public PoolCounters? Counters { get; init; }
}
