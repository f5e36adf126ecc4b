using LbController.Core.Snapshot;

namespace LbController.Engine.Leading;

/// <summary>The part of a <c>coordination.k8s.io/v1</c> Lease that the election is about.</summary>
/// <param name="Version">The object's resourceVersion; empty: it does not exist yet.</param>
/// <param name="Holder">Who leads; empty: released.</param>
/// <param name="Duration">How long the holder's word is good after it was seen to change.</param>
/// <param name="RenewTime">As the holder wrote it. Only whether it changes counts, never what it says: clocks differ.</param>
/// <param name="AcquireTime">As the holder wrote it.</param>
/// <param name="Transitions">How often the holder has changed.</param>
public sealed record LeaseRecord(string Version, string Holder, TimeSpan Duration, string RenewTime, string AcquireTime, int Transitions)
{
    /// <summary>What address writes of this leader, and of those before it, may be under way.</summary>
    public ValueArray<AddressPromise> Promises { get; init; } = [];
}
