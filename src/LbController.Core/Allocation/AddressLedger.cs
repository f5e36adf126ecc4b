using System.Diagnostics.CodeAnalysis;
using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;

namespace LbController.Core.Allocation;

/// <summary>
/// Who holds which address: an index over what Services show in their status, plus what is on its way there. It can be made anew
/// from the snapshot at any time. Two claims that exclude each other may stand side by side until the later one is withdrawn.
/// Besides, it remembers for a while which addresses became free, so that they can be passed over.
/// </summary>
/// <param name="coolDown">How long a freed address is passed over while others are free; zero: not at all.</param>
public sealed class AddressLedger(TimeSpan coolDown = default)
{
    private readonly UsedAddresses used = new();
    private readonly UsedAddresses usedOrCooling = new();
    private readonly CoolingAddresses cooling = new(coolDown);
    private readonly HashSet<Address> passedOver = [];
    private readonly Dictionary<Address, List<AddressClaim>> claims = [];
    private readonly Dictionary<ObjectKey, ValueArray<Address>> byService = [];
    private readonly Dictionary<string, SharedAddresses> byKey = new(StringComparer.Ordinal);
    private readonly Queue<Loosening> loosenings = [];
    private SortedSet<Address> touched = [];
    private long lastNumber;

    /// <summary>Which pools have nothing free.</summary>
    internal PoolVacancies Vacancies { get; private set; } = new(PoolSet.Empty);

    public ValueArray<Address> HeldBy(ObjectKey service) => byService.GetValueOrDefault(service);

    /// <summary>The claims on an address, oldest first.</summary>
    public IReadOnlyList<AddressClaim> ClaimsOn(Address address) => claims.TryGetValue(address, out var holders) ? holders : [];

    /// <summary>Takes in the time: addresses that have cooled down are like any other.</summary>
    public void Advance(TimeSpan now)
    {
        foreach (var address in cooling.Advance(now).Where(address => !passedOver.Contains(address)))
        {
            usedOrCooling.Remove(address);
        }
    }

    /// <summary>From now on this address is given only where no other will do, as if it cooled down.</summary>
    public void PassOver(Address address)
    {
        if (passedOver.Add(address) && ClaimsOn(address).Count == 0 && !cooling.Contains(address))
        {
            usedOrCooling.Add(address);
        }
    }

    /// <summary>The end of <see cref="PassOver"/>.</summary>
    public void PassOverNoMore(Address address)
    {
        if (passedOver.Remove(address) && ClaimsOn(address).Count == 0 && !cooling.Contains(address))
        {
            usedOrCooling.Remove(address);
        }
    }

    /// <summary>The next chance for those who wait, in the order in which they came up.</summary>
    public bool TryTakeLoosening([NotNullWhen(true)] out Loosening? loosening) => loosenings.TryDequeue(out loosening);

    /// <summary>Tells the pools by which free addresses are counted; cheap when they are the same as before.</summary>
    internal void Use(PoolSet pools)
    {
        if (Vacancies.Pools != pools)
        {
            Vacancies = new PoolVacancies(pools);
            foreach (var shared in byKey.Values)
            {
                shared.Forget();
            }
        }
    }

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

    /// <summary>The lowest address of the range that nobody holds and that is not cooling down; null: there is none.</summary>
    public Address? LowestFree(AddressRange range, Func<Address, bool> isAvoided) => usedOrCooling.LowestFree(range, isAvoided);

    /// <summary>The lowest address of the range that nobody holds, whether cooling down or not; null: there is none.</summary>
    public Address? LowestUnheld(AddressRange range, Func<Address, bool> isAvoided) => used.LowestFree(range, isAvoided);

    /// <summary>Addresses that are cooling down, the longest free first.</summary>
    public IEnumerable<Address> Cooling => cooling.ByTime;

    /// <summary>Addresses that are cooling down and were this Service's.</summary>
    public IEnumerable<Address> LeftBy(ObjectKey service) => cooling.LeftBy(service);

    /// <summary>The lowest address of the range whose holders share it on these terms; null: there is none.</summary>
    /// <param name="range">Where to look.</param>
    /// <param name="service">For whom.</param>
    /// <param name="terms">On what terms.</param>
    /// <param name="below">Addresses from here on are of no interest; null: all are.</param>
    /// <param name="isAvoided">Addresses that do not count.</param>
    public Address? LowestShared(AddressRange range, ObjectKey service, SharingTerms terms, Address? below, Func<Address, bool> isAvoided) =>
        byKey.TryGetValue(terms.Key, out var shared)
            ? shared.Lowest(range, terms, below, address => !isAvoided(address) && Refusal(address, service, terms) is null)
            : null;

    /// <summary>The addresses that are shared under this key, lowest first, from an address on.</summary>
    public Address? NextShared(string key, Address from) => byKey.TryGetValue(key, out var shared) ? shared.Next(from) : null;

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
            usedOrCooling.Add(address);
            cooling.Remove(address);
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
        Loosen(address, holders);
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
            Free(address, service);
        }

        UnindexKey(address, holders, key);
        Loosen(address, holders);
    }

    private void Free(Address address, ObjectKey holder)
    {
        used.Remove(address);
        touched.Add(address);
        Vacancies.Freed(address);
        if (!cooling.TryAdd(address, holder) && !passedOver.Contains(address))
        {
            usedOrCooling.Remove(address);
        }
    }

    private void Loosen(Address address, List<AddressClaim> holders)
    {
        if (holders.Count == 0)
        {
            loosenings.Enqueue(new Loosening(address, null));
        }

        foreach (var key in holders.Select(claim => claim.Terms.Key).Where(key => key.Length > 0).Distinct(StringComparer.Ordinal))
        {
            loosenings.Enqueue(new Loosening(address, key));
        }
    }

    private void IndexKey(Address address, string key)
    {
        if (key.Length > 0)
        {
            var shared = byKey.TryGetValue(key, out var known) ? known : byKey[key] = new SharedAddresses();
            shared.Add(address);
        }
    }

    private void UnindexKey(Address address, List<AddressClaim> holders, string key)
    {
        if (!byKey.TryGetValue(key, out var shared))
        {
            return;
        }

        shared.Loosened(address, isStillShared: holders.Exists(claim => claim.Terms.Key == key));
        if (shared.IsEmpty)
        {
            byKey.Remove(key);
        }
    }
}
