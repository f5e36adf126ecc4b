using LbController.Core.Addresses;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;

namespace LbController.Core.Allocation;

/// <summary>What a Service asks for.</summary>
public sealed record AddressRequest(SharingTerms Terms)
{
    /// <summary>The families of its cluster IPs, IPv4 first; it needs an address of each.</summary>
    public ValueArray<IpFamily> Families { get; init; }

    /// <summary>One address will do when there is no other (PreferDualStack).</summary>
    public bool IsSecondFamilyOptional { get; init; }

    /// <summary>A pool by name; null: any.</summary>
    public string? Pool { get; init; }

    /// <summary>Exactly these; empty: any.</summary>
    public ValueArray<Address> Addresses { get; init; }

    /// <summary>Why the request cannot be honoured, whatever is free; null: it can.</summary>
    public Reason? Problem { get; init; }
}
