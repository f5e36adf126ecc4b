using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;

namespace LbController.Core.Allocation;

/// <summary>
/// Decides which addresses a Service should have. The rules, in their order:
///
/// 1. An address that is held stays as long as its pool lets it. Only a pool's edit, a lost family, or a claim by somebody
///    who was there first takes it away.
/// 2. What the Service asks for (addresses, or a pool) replaces what it holds, all at once or not at all: a request that cannot be
///    met changes nothing and says why.
/// 3. What is still missing comes from the pools, pinned ones by priority, then open ones, by name; lowest address first.
/// </summary>
public static class Allocator
{
    /// <param name="input">Pools, holders, namespaces.</param>
    /// <param name="service">A Service that is to have an address.</param>
    /// <param name="held">What it holds: first what its status shows, then what is on the way there.</param>
    public static AllocationDecision Decide(AllocationInput input, ServiceSnapshot service, ValueArray<Address> held)
    {
        var request = RequestParser.Parse(service);
        var source = new AddressSource(input, service, request);
        var kept = Keep(source, held, request, out var loss);
        var (addresses, reason) = Meet(input, source, request, kept);
        var sorted = addresses.Order().ToValueArray();
        var pool = PoolNames(input.Pools, service, sorted);
        return new AllocationDecision(sorted, pool, reason ?? AllocationReasons.Assigned(sorted, pool), loss);
    }

    private static List<Address> Keep(AddressSource source, ValueArray<Address> held, AddressRequest request, out Reason? loss)
    {
        loss = null;
        var kept = new List<Address>();
        foreach (var address in held.OrderBy(address => source.IsAskedFor(address) ? 0 : 1))
        {
            if (source.LossOf(address) is { } why)
            {
                loss ??= why;
            }
            else if (!kept.Exists(other => other.Family == address.Family))
            {
                kept.Add(address);
            }
        }

        return kept;
    }

    /// <summary>The addresses to have, and what is missing; no reason: nothing is.</summary>
    private static (IEnumerable<Address> Addresses, Reason? Reason) Meet(
        AllocationInput input,
        AddressSource source,
        AddressRequest request,
        List<Address> kept)
    {
        if (request.Problem is { } problem)
        {
            return (kept, problem);
        }

        if (!request.Addresses.IsEmpty)
        {
            return MeetAddresses(source, request, kept);
        }

        return request.Pool is { } name ? MeetPool(input.Pools, source, request, kept, name) : MeetAny(input.Pools, source, request, kept);
    }

    private static (IEnumerable<Address> Addresses, Reason? Reason) MeetAddresses(AddressSource source, AddressRequest request, List<Address> kept)
    {
        foreach (var address in request.Addresses)
        {
            if (source.RefusalOf(address) is { } refusal && !(kept.Contains(address) && refusal.Code != ReasonCode.AddressOutsideRequestedPool))
            {
                return (kept, refusal);
            }
        }

        return (request.Addresses, null);
    }

    private static (IEnumerable<Address> Addresses, Reason? Reason) MeetPool(
        PoolSet pools,
        AddressSource source,
        AddressRequest request,
        List<Address> kept,
        string name)
    {
        if (!pools.TryGet(name, out var pool))
        {
            return (kept, AllocationReasons.UnknownPool(name));
        }

        if (pool.IsRefused)
        {
            return (kept, AllocationReasons.PoolRefused(pool));
        }

        if (!source.IsAdmittedBy(pool))
        {
            return (kept, AllocationReasons.PoolForbidden(pool));
        }

        var (addresses, reason) = Complete(source, request, kept.FindAll(pool.Contains), [pool], $"IPAddressPool '{name}'");
        return addresses.Count > 0 && (reason is null || request.IsSecondFamilyOptional) ? (addresses, reason) : (kept, reason);
    }

    private static (IEnumerable<Address> Addresses, Reason? Reason) MeetAny(
        PoolSet pools,
        AddressSource source,
        AddressRequest request,
        List<Address> kept)
    {
        if (pools.Count == 0)
        {
            return (kept, kept.Count == request.Families.Count ? null : AllocationReasons.NoPools);
        }

        // Who has one family already looks for the other where the first came from, even if that pool is not given unasked.
        var candidates = kept.Select(pools.PoolOf).OfType<Pool>().Concat(pools.Automatic);
        return Complete(source, request, kept, candidates, "the pools that admit this Service");
    }

    private static (IReadOnlyCollection<Address> Addresses, Reason? Reason) Complete(
        AddressSource source,
        AddressRequest request,
        List<Address> kept,
        IEnumerable<Pool> candidates,
        string where)
    {
        var missing = request.Families.Where(family => !kept.Exists(address => address.Family == family)).ToValueArray();
        if (missing.IsEmpty)
        {
            return (kept, null);
        }

        var search = new PoolSearch(source, missing, where);
        search.Search(candidates);
        if (search.Found.Count == missing.Count)
        {
            return ([.. kept, .. search.Found], null);
        }

        if (!request.IsSecondFamilyOptional)
        {
            return (kept, search.Shortage);
        }

        List<Address> some = [.. kept, .. search.Found];
        var lacking = missing.First(family => !some.Exists(address => address.Family == family));
        return (some, some.Count > 0 ? AllocationReasons.SecondFamilyMissing(lacking) : search.Shortage);
    }

    private static string PoolNames(PoolSet pools, ServiceSnapshot service, ValueArray<Address> addresses) =>
        string.Join(',', addresses.Select(address => pools.PoolOf(service, address)?.Name).OfType<string>().Distinct(StringComparer.Ordinal));
}
