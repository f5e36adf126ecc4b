using LbController.Core.Addresses;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;

namespace LbController.Core.Allocation;

/// <summary>
/// Who holds which address: an index over what Services show in their status, plus what is on its way there. It can be made anew
/// from the snapshot at any time. Two claims that exclude each other may stand side by side until the later one is withdrawn.
/// </summary>
public sealed class AddressLedger
{
    private readonly UsedAddresses used = new();
    private readonly Dictionary<Address, List<AddressClaim>> claims = [];
    private readonly Dictionary<ObjectKey, ValueArray<Address>> byService = [];
    private readonly Dictionary<string, SortedSet<Address>> byKey = new(StringComparer.Ordinal);
    private SortedSet<Address> touched = [];
    private long lastNumber;

    /// <summary>Grows whenever somebody who waits may have a better chance than before: an address or a sharing rule became freer.</summary>
    public long Loosenings { get; private set; }

    public ValueArray<Address> HeldBy(ObjectKey service) => byService.GetValueOrDefault(service);

    /// <summary>Makes these the addresses that the Service holds. A claim with unchanged terms keeps its place in the order.</summary>
    public void Hold(ObjectKey service, ValueArray<Address> addresses, SharingTerms terms)
    {
        foreach (var address in HeldBy(service))
        {
            if (!addresses.AsSpan().Contains(address))
            {
                RemoveClaim(service, address);
            }
        }

        foreach (var address in addresses)
        {
            PutClaim(service, address, terms);
        }

        if (addresses.IsEmpty)
        {
            byService.Remove(service);
        }
        else
        {
            byService[service] = addresses;
        }
    }

    public void Release(ObjectKey service)
    {
        foreach (var address in HeldBy(service))
        {
            RemoveClaim(service, address);
        }

        byService.Remove(service);
    }

    /// <summary>Why the Service may not have this address besides its holders; null: it may.</summary>
    public Reason? Refusal(Address address, ObjectKey service, SharingTerms terms) => Refusal(address, service, terms, long.MaxValue);

    /// <summary>Why the Service must give up an address that it holds: somebody who excludes it was there first; null: it may stay.</summary>
    public Reason? Eviction(Address address, ObjectKey service, SharingTerms terms)
    {
        var own = claims.GetValueOrDefault(address)?.Find(claim => claim.Service == service);
        return Refusal(address, service, terms, own?.Number ?? long.MaxValue);
    }

    /// <summary>The lowest address of the range that nobody holds; null: there is none.</summary>
    public Address? LowestFree(AddressRange range, Func<Address, bool> isAvoided) => used.LowestFree(range, isAvoided);

    /// <summary>The addresses of the range with a holder that shares under this key, lowest first.</summary>
    public IEnumerable<Address> SharedUnder(string key, AddressRange range) =>
        byKey.TryGetValue(key, out var shared) ? shared.GetViewBetween(range.First, range.Last) : [];

    /// <summary>The addresses that became held or free since the last call.</summary>
    public IReadOnlyCollection<Address> TakeTouched()
    {
        var taken = touched;
        touched = [];
        return taken;
    }

    /// <summary>How many addresses of the range are held.</summary>
    public UInt128 CountIn(AddressRange range) => used.CountIn(range);

    private Reason? Refusal(Address address, ObjectKey service, SharingTerms terms, long before)
    {
        foreach (var claim in claims.GetValueOrDefault(address) ?? [])
        {
            if (claim.Service != service && claim.Number < before && terms.Refusal(claim.Terms) is var (code, detail))
            {
                return AllocationReasons.Sharing(code, address, claim.Service, detail);
            }
        }

        return null;
    }

    private void PutClaim(ObjectKey service, Address address, SharingTerms terms)
    {
        if (!claims.TryGetValue(address, out var holders))
        {
            claims[address] = holders = [];
            used.Add(address);
            touched.Add(address);
        }

        var own = holders.FindIndex(claim => claim.Service == service);
        if (own >= 0 && holders[own].Terms == terms)
        {
            return;
        }

        if (own >= 0)
        {
            var oldKey = holders[own].Terms.Key;
            holders.RemoveAt(own);
            UnindexKey(address, holders, oldKey);
        }

        holders.Add(new AddressClaim(service, terms, ++lastNumber));
        IndexKey(address, terms.Key);
        if (own >= 0 || terms.Key.Length > 0)
        {
            Loosenings++;
        }
    }

    private void RemoveClaim(ObjectKey service, Address address)
    {
        var holders = claims[address];
        var own = holders.FindIndex(claim => claim.Service == service);
        var key = holders[own].Terms.Key;
        holders.RemoveAt(own);
        if (holders.Count == 0)
        {
            claims.Remove(address);
            used.Remove(address);
            touched.Add(address);
        }

        UnindexKey(address, holders, key);
        Loosenings++;
    }

    private void IndexKey(Address address, string key)
    {
        if (key.Length == 0)
        {
            return;
        }

        if (!byKey.TryGetValue(key, out var shared))
        {
            byKey[key] = shared = [];
        }

        shared.Add(address);
    }

    private void UnindexKey(Address address, List<AddressClaim> holders, string key)
    {
        if (holders.Exists(claim => claim.Terms.Key == key) || !byKey.TryGetValue(key, out var shared))
        {
            return;
        }

        shared.Remove(address);
        if (shared.Count == 0)
        {
            byKey.Remove(key);
        }
    }
}
