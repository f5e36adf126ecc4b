using System.Diagnostics.CodeAnalysis;
using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;

namespace LbController.Core.Allocation;

/// <summary>Finds addresses that one Service may have. It takes nothing: the ledger stays as it is.</summary>
internal sealed class AddressSource(AllocationInput input, ServiceSnapshot service, AddressRequest request)
{
    /// <summary>So many addresses under a key are looked at for a reason.</summary>
    private const int MostShared = 16;

    private readonly LabelSet namespaceLabels = input.NamespaceLabels(service.Key.Namespace);

    public AddressLedger Ledger => input.Ledger;

    public PoolSet Pools => input.Pools;

    /// <summary>The key under which the Service shares; empty: it does not.</summary>
    public string SharingKey => request.Terms.Key;

    public bool IsAdmittedBy(Pool pool) => pool.Admits(service, namespaceLabels);

    /// <summary>Whether the pool gives addresses to this Service: unasked, or because it is asked for.</summary>
    public bool IsGivenBy(Pool pool) => pool.AutoAssign || pool.Name == request.Pool;

    /// <summary>The pinned pools that the Service gets addresses of without asking.</summary>
    public IEnumerable<Pool> Pinned() => Pools.Pinned.Admitting(service, namespaceLabels);

    /// <summary>Whether the Service names this address, or the pool that it lies in.</summary>
    public bool IsAskedFor(Address address) =>
        request.Addresses.AsSpan().Contains(address) || (request.Pool is { } name && Pools.PoolOf(address)?.Name == name);

    /// <summary>Why the Service has to give up an address that it holds; null: it may keep it.</summary>
    public Reason? LossOf(Address held)
    {
        if (!request.Families.IsEmpty && !request.Families.AsSpan().Contains(held.Family))
        {
            return AllocationReasons.FamilyUnwanted(held);
        }

        // A pool with errors lets keep what a Service has; what is only on its way to it goes by the pools that are valid.
        var isShown = service.IngressIps.AsSpan().Contains(held.ToString());
        if ((isShown ? Pools.PoolOf(service, held) : Pools.PoolOf(held)) is not { } pool)
        {
            return IsOfAHand(held) ? AllocationReasons.ShownOutsidePools(held) : AllocationReasons.LeftPools(held, ServiceAnnotations.PoolsInUse(service), Pools);
        }

        return (pool.IsRefused || RefusalBy(pool, held) is not { } refusal ? null : AllocationReasons.TakenAway(held, refusal)) ?? Ledger.Eviction(held, service.Key, request.Terms);
    }

    /// <summary>Whether an address that the Service holds is from the pool that it asks for, if it asks for one.</summary>
    public bool IsOfRequestedPool(Address held) => request.Pool is null || Pools.PoolOf(service, held)?.Name == request.Pool;

    /// <summary>Why the Service may not have this very address; null: it may.</summary>
    public Reason? RefusalOf(Address requested)
    {
        if (request.Pool is { } name && !TryGetPool(name, out _, out var unusable))
        {
            return unusable;
        }

        if (Pools.PoolOf(requested) is not { } pool)
        {
            return Pools.RefusedPoolOf(requested) is { } refused ? AllocationReasons.InRefusedPool(requested, refused) : AllocationReasons.OutsidePools(requested);
        }

        if (request.Pool is not null && request.Pool != pool.Name)
        {
            return AllocationReasons.OutsideRequestedPool(requested, request.Pool);
        }

        if (Pools.ReservedTo(requested) is { IsEmpty: false } owners && !owners.Contains(service.Key))
        {
            return AllocationReasons.Reserved(requested, pool, owners);
        }

        return RefusalBy(pool, requested) ?? Ledger.Refusal(requested, service.Key, request.Terms);
    }

    /// <summary>The valid pool of this name, or why there is none.</summary>
    public bool TryGetPool(string name, [NotNullWhen(true)] out Pool? pool, [NotNullWhen(false)] out Reason? why)
    {
        why = !Pools.TryGet(name, out pool) ? AllocationReasons.UnknownPool(name) : pool.IsRefused ? AllocationReasons.PoolRefused(pool) : null;
        return why is null;
    }

    /// <summary>
    /// An address that is this Service's own: one set aside for it, else one that it had a moment ago and that nobody has taken since.
    /// </summary>
    public Address? Own(IpFamily family) => Reserved(family) ?? Left(family);

    /// <summary>
    /// The first usable address of a pool: range by range as the user listed them, the lowest in each that is free or that its holders
    /// share with this Service. What became free a moment ago comes last.
    /// </summary>
    public Address? FirstIn(Pool pool, IpFamily family)
    {
        var isFull = Ledger.Vacancies.IsFull(pool, family);
        if (isFull && SharingKey.Length == 0)
        {
            return null;
        }

        foreach (var range in pool.OpenRanges)
        {
            if (range.Family == family && FirstIn(pool, range, isFull) is { } address)
            {
                return address;
            }
        }

        return isFull ? null : LongestFree(pool, family);
    }

    /// <summary>Why the Service does not get an address that others have under its key; null: there is none in the pools that would give it.</summary>
    public Reason? SharingRefusal(ValueArray<IpFamily> families)
    {
        var next = SharingKey.Length == 0 ? null : Ledger.NextShared(SharingKey, new Address(IpFamily.V4, 0));
        for (var looked = 0; next is { } address && looked < MostShared; looked++)
        {
            if (families.AsSpan().Contains(address.Family)
                && Pools.PoolOf(address) is { } pool
                && (request.Pool is null ? IsGivenBy(pool) : pool.Name == request.Pool)
                && IsAdmittedBy(pool)
                && Ledger.Refusal(address, service.Key, request.Terms) is { } refusal)
            {
                return refusal;
            }

            next = address.Next is { } after ? Ledger.NextShared(SharingKey, after) : null;
        }

        return null;
    }

    /// <summary>The first of a range that is set aside for the Service which others have and keep; null: they have none.</summary>
    public (Address Address, ObjectKey Holder)? ReservedButHeld(ValueArray<IpFamily> families) => families
        .SelectMany(ReservedRanges)
        .Select(own => own.Range.First)
        .Where(address => Ledger.ClaimsOn(address).Count > 0)
        .Select(address => ((Address, ObjectKey)?)(address, Ledger.ClaimsOn(address)[0].Service))
        .FirstOrDefault();

    private Address? FirstIn(Pool pool, AddressRange range, bool isFull)
    {
        var free = isFull ? null : Ledger.LowestFree(range, pool.Avoids);
        return SharingKey.Length == 0
            ? free
            : Ledger.LowestShared(range, service.Key, request.Terms, free, pool.Avoids) ?? free;
    }

    /// <summary>Everything else is taken; of what is still cooling down, the address that has been free for longest; at last what is passed over.</summary>
    private Address? LongestFree(Pool pool, IpFamily family)
    {
        var unheld = pool.OpenRanges.Where(range => range.Family == family).Select(range => Ledger.LowestUnheld(range, pool.Avoids)).FirstOrDefault(address => address is not null);
        if (unheld is null)
        {
            Ledger.Vacancies.MarkFull(pool, family);
            return null;
        }

        return Ledger.Cooling
            .Where(address => address.Family == family && Pools.PoolOf(address) == pool && Pools.ReservedTo(address) is null && !pool.Avoids(address))
            .Select(address => (Address?)address)
            .FirstOrDefault() ?? unheld;
    }

    private Address? Reserved(IpFamily family)
    {
        foreach (var (pool, range) in ReservedRanges(family))
        {
            var unheld = Ledger.LowestUnheld(range, pool.Avoids);
            if ((SharingKey.Length == 0 ? unheld : Ledger.LowestShared(range, service.Key, request.Terms, unheld, pool.Avoids) ?? unheld) is { } address)
            {
                return address;
            }
        }

        return null;
    }

    private IEnumerable<(Pool Pool, AddressRange Range)> ReservedRanges(IpFamily family) =>
        from own in Pools.ReservedFor(service.Key)
        where (request.Pool ?? own.Pool.Name) == own.Pool.Name && IsAdmittedBy(own.Pool)
        from range in own.Reservation.Ranges
        where range.Family == family
        select (own.Pool, range);

    private Address? Left(IpFamily family)
    {
        foreach (var address in Ledger.LeftBy(service.Key))
        {
            if (address.Family == family
                && Pools.PoolOf(address) is { } pool
                && (request.Pool is { } name ? pool.Name == name : pool.AutoAssign)
                && Pools.ReservedTo(address) is null
                && RefusalBy(pool, address) is null
                && !HasPinnedRoomBefore(pool, family))
            {
                return address;
            }
        }

        return null;
    }

    /// <summary>Whether a pinned pool that goes before this one has an address for the Service.</summary>
    private bool HasPinnedRoomBefore(Pool pool, IpFamily family) =>
        request.Pool is null && Pinned().TakeWhile(before => before != pool).Any(before => FirstIn(before, family) is not null);

    /// <summary>The condition beside it says that the Service has, keeps or asks for other addresses.</summary>
    private bool IsOfAHand(Address held)
    {
        var told = (service.AddressCondition?.Message ?? "").Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries);
        return told.Any(word => Address.TryParse(word, out _)) && !told.Contains(held.ToString(), StringComparer.Ordinal);
    }

    private Reason? RefusalBy(Pool pool, Address address)
    {
        if (!IsAdmittedBy(pool))
        {
            return AllocationReasons.PoolForbidden(pool);
        }

        return pool.Avoids(address) ? AllocationReasons.Avoided(address, pool) : null;
    }
}
