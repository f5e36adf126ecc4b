using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;

namespace LbController.Core.Allocation;

/// <summary>Finds addresses that one Service may have. It takes nothing: the ledger stays as it is.</summary>
internal sealed class AddressSource(AllocationInput input, ServiceSnapshot service, AddressRequest request)
{
    private readonly LabelSet namespaceLabels = input.NamespaceLabels(service.Key.Namespace);

    public bool IsAdmittedBy(Pool pool) => pool.Admits(service, namespaceLabels);

    /// <summary>Whether the Service names this address, or the pool that it lies in.</summary>
    public bool IsAskedFor(Address address) =>
        request.Addresses.AsSpan().Contains(address) || (request.Pool is { } name && input.Pools.PoolOf(address)?.Name == name);

    /// <summary>Why the Service has to give up an address that it holds; null: it may keep it.</summary>
    public Reason? LossOf(Address held)
    {
        if (!request.Families.IsEmpty && !request.Families.AsSpan().Contains(held.Family))
        {
            return AllocationReasons.FamilyUnwanted(held);
        }

        if (input.Pools.PoolOf(service, held) is not { } pool)
        {
            return AllocationReasons.OutsidePools(held);
        }

        return (pool.IsRefused ? null : RefusalBy(pool, held)) ?? input.Ledger.Eviction(held, service.Key, request.Terms);
    }

    /// <summary>Why the Service may not have this very address; null: it may.</summary>
    public Reason? RefusalOf(Address requested)
    {
        if (input.Pools.PoolOf(requested) is not { } pool)
        {
            return AllocationReasons.OutsidePools(requested);
        }

        if (request.Pool is { } name && name != pool.Name)
        {
            return AllocationReasons.OutsideRequestedPool(requested, name);
        }

        return RefusalBy(pool, requested) ?? input.Ledger.Refusal(requested, service.Key, request.Terms);
    }

    /// <summary>
    /// The first usable address of a pool: range by range as the user listed them, the lowest in each that is free or that its holders
    /// share with this Service.
    /// </summary>
    public Address? FirstIn(Pool pool, IpFamily family)
    {
        foreach (var range in pool.Ranges)
        {
            if (range.Family == family && FirstIn(pool, range) is { } address)
            {
                return address;
            }
        }

        return null;
    }

    private Address? FirstIn(Pool pool, AddressRange range)
    {
        var free = input.Ledger.LowestFree(range, pool.Avoids);
        foreach (var shared in input.Ledger.SharedUnder(request.Terms.Key, range))
        {
            if (free is { } lower && lower < shared)
            {
                break;
            }

            if (!pool.Avoids(shared) && input.Ledger.Refusal(shared, service.Key, request.Terms) is null)
            {
                return shared;
            }
        }

        return free;
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
