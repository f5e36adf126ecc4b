using LbController.Core.Addresses;
using LbController.Core.Snapshot;

namespace LbController.Core.Allocation;

/// <summary>
/// What a Service that lacks something waits for. Of Services with equal waits and no <see cref="Addresses"/> all are served or
/// refused alike: if one is refused, so would be the others at that moment.
/// </summary>
public sealed record AddressWait
{
    /// <summary>The very addresses that it asks for; when there are some, the rest is empty.</summary>
    public ValueArray<Address> Addresses { get; init; }

    /// <summary>Names of the pools that may help, in their order.</summary>
    public ValueArray<string> Pools { get; init; }

    /// <summary>Every open pool may help, too.</summary>
    public bool IsOpen { get; init; }

    public ValueArray<IpFamily> Missing { get; init; }

    public bool IsSecondFamilyOptional { get; init; }

    /// <summary>Null: it shares with nobody.</summary>
    public SharingTerms? Terms { get; init; }

    /// <summary>The Service itself, if something is set aside for it; null: it is like any other.</summary>
    public ObjectKey? Own { get; init; }
}
