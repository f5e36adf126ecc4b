using LbController.Core.Addresses;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;

namespace LbController.Core.Allocation;

/// <summary>What a Service's status should show, and why.</summary>
/// <param name="Addresses">In the order in which they were asked for, else IPv4 first; empty: none.</param>
/// <param name="Pool">Where they come from; <c>first,second</c> when from two pools; empty without addresses.</param>
/// <param name="Reason"><see cref="ReasonCode.Assigned"/>, or what is missing and why.</param>
/// <param name="Loss">Why an address that was held is taken away without the Service having asked for another; null: none is.</param>
public sealed record AllocationDecision(ValueArray<Address> Addresses, string Pool, Reason Reason, Reason? Loss)
{
    /// <summary>What would help if something is missing; null: nothing is, or only an edit of the Service or of the pools would.</summary>
    public AddressWait? Wait { get; init; }

    /// <summary>The Service has what it needs, if not all that it would like.</summary>
    public bool IsMet => Reason.Code is ReasonCode.Assigned or ReasonCode.SecondFamilyMissing;
}
