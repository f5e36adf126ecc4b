using LbController.Core.Addresses;
using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>A valid IPAddressPool: addresses that may be given to Services, and to which.</summary>
/// <param name="Key">Its name; the namespace is the configuration's.</param>
/// <param name="Labels">By which advertisements may select it.</param>
/// <param name="Ranges">In the order of the user, in which they are used up; they overlap nowhere, not even with another pool's.</param>
public sealed record Pool(ObjectKey Key, LabelSet Labels, ValueArray<AddressRange> Ranges)
{
    public string Name => Key.Name;

    public string Uid { get; init; } = "";

    /// <summary>False: used only when asked for by pool or by address.</summary>
    public bool AutoAssign { get; init; } = true;

    /// <summary>IPv4 addresses that end in .0 or .255 are never given.</summary>
    public bool AvoidBuggyIps { get; init; }

    /// <summary>Parts of the pool that are set aside; they overlap nowhere.</summary>
    public ValueArray<Reservation> Reservations
    {
        get;
        init
        {
            field = value;
            OpenRanges = RangeSubtraction.Without(Ranges, value.SelectMany(reservation => reservation.Ranges));
        }
    }

    /// <summary>The ranges without what is reserved, in the order of the user: what anybody whom the pool admits may be given.</summary>
    public ValueArray<AddressRange> OpenRanges { get; private init; } = Ranges;

    /// <summary>Null: open to every Service.</summary>
    public ServiceAllocationSpec? ServiceAllocation { get; init; }

    /// <summary>
    /// The object has errors: nothing new is given from it, but who holds an address of it keeps that address until the
    /// object is mended or deleted.
    /// </summary>
    public bool IsRefused => Refusal is not null;

    /// <summary>The first error of the object, as <c>field: message</c>; null: it has none.</summary>
    public string? Refusal { get; init; }

    /// <summary>The rank among pinned pools: lower is tried earlier; the user's 0 (not set) comes last.</summary>
    public int Priority => ServiceAllocation is null or { Priority: 0 } ? int.MaxValue : ServiceAllocation.Priority;

    public bool Contains(Address address)
    {
        foreach (var range in Ranges)
        {
            if (range.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The range of the pool that holds the address, which must be one of the pool's.</summary>
    public AddressRange RangeOf(Address address) => Ranges.First(range => range.Contains(address));

    public bool Has(IpFamily family)
    {
        foreach (var range in Ranges)
        {
            if (range.Family == family)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether this address of the pool is left out by <c>avoidBuggyIPs</c>.</summary>
    public bool Avoids(Address address) =>
        AvoidBuggyIps && address.Family == IpFamily.V4 && (uint)(address.Value & 0xff) is 0 or 0xff;

    /// <summary>
    /// Whether the Service may have addresses of this pool: its namespace is named or selected (if the pool limits
    /// namespaces at all) and its labels match (if the pool limits those). Selectors that match no namespace close the pool.
    /// </summary>
    public bool Admits(ServiceSnapshot service, LabelSet namespaceLabels) =>
        ServiceAllocation is null || (AdmitsNamespace(ServiceAllocation, service.Key.Namespace, namespaceLabels)
            && LabelSelector.AnyMatches(ServiceAllocation.ServiceSelectors, service.Labels));

    private static bool AdmitsNamespace(ServiceAllocationSpec pinning, string name, LabelSet labels)
    {
        if (pinning.Namespaces.IsEmpty && pinning.NamespaceSelectors.IsEmpty)
        {
            return true;
        }

        return pinning.Namespaces.AsSpan().Contains(name)
            || (!pinning.NamespaceSelectors.IsEmpty && LabelSelector.AnyMatches(pinning.NamespaceSelectors, labels));
    }
}
