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
/// 3. What is still missing comes first from what is the Service's own (set aside for it, or its own a moment ago), then from the pools,
///    pinned ones by priority, then open ones, by name; lowest address first, and last what became free a moment ago.
/// </summary>
public static class Allocator
{
    /// <param name="input">Pools, holders, namespaces.</param>
    /// <param name="service">A Service that is to have an address.</param>
    /// <param name="held">What it holds: first what its status shows, then what is on the way there.</param>
    public static AllocationDecision Decide(AllocationInput input, ServiceSnapshot service, ValueArray<Address> held) =>
        Decide(input, service, held, trace: null);

    /// <summary>The same decision, and how it came about; it may take long with many pools, as it looks at each.</summary>
    /// <inheritdoc cref="Decide(AllocationInput, ServiceSnapshot, ValueArray{Address})"/>
    public static AllocationExplanation Explain(AllocationInput input, ServiceSnapshot service, ValueArray<Address> held)
    {
        var trace = new DecisionTrace();
        var decision = Decide(input, service, held, trace);
        return new AllocationExplanation(decision, trace.Steps);
    }

    private static AllocationDecision Decide(AllocationInput input, ServiceSnapshot service, ValueArray<Address> held, DecisionTrace? trace)
    {
        input.Ledger.Use(input.Pools);
        var request = RequestParser.Parse(service, input.SharingNeedsConsent);
        var source = new AddressSource(input, service, request);
        var kept = Keep(source, held, request, trace, out var loss);
        var result = Meet(source, service, request, kept, trace);
        var isAsRequested = result.Shortage is null && !request.Addresses.IsEmpty;
        var listed = (isAsRequested ? result.Addresses : [.. result.Addresses.Order()]).ToValueArray();
        var pool = PoolNames(input.Pools, service, listed);
        loss ??= kept
            .Where(address => !listed.AsSpan().Contains(address) && service.IngressIps.AsSpan().Contains(address.ToString()))
            .Select(address => AllocationReasons.GivenUpForRequest(address, listed, request.Addresses.IsEmpty ? request.Pool : null))
            .FirstOrDefault();
        var reason = result.Shortage is { } shortage ? AllocationReasons.Keeping(shortage, listed) : AllocationReasons.Assigned(listed, pool);
        trace?.Add("the outcome", reason);
        return new AllocationDecision(listed, pool, reason, loss) { Wait = result.Wait };
    }

    private static List<Address> Keep(AddressSource source, ValueArray<Address> held, AddressRequest request, DecisionTrace? trace, out Reason? loss)
    {
        loss = null;
        var kept = new List<Address>();
        foreach (var address in held.OrderBy(address => source.IsAskedFor(address) ? 0 : 1))
        {
            var why = source.LossOf(address);
            trace?.Add($"held address {address}", why ?? AllocationReasons.Kept(address));
            loss ??= why;
            if (why is null && !kept.Exists(other => other.Family == address.Family))
            {
                kept.Add(address);
            }
        }

        return kept;
    }

    private static AllocationResult Meet(AddressSource source, ServiceSnapshot service, AddressRequest request, List<Address> kept, DecisionTrace? trace)
    {
        if (request.Problem is { } problem)
        {
            trace?.Add("the request", problem);
            return new AllocationResult(kept, problem);
        }

        if (!request.Addresses.IsEmpty)
        {
            return MeetAddresses(source, request, kept, trace);
        }

        var completion = new AddressCompletion(source, service, request, trace);
        return request.Pool is { } name ? MeetPool(source, completion, kept, name) : MeetAny(source, completion, request, kept);
    }

    private static AllocationResult MeetAddresses(AddressSource source, AddressRequest request, List<Address> kept, DecisionTrace? trace)
    {
        foreach (var address in request.Addresses)
        {
            var refusal = source.RefusalOf(address);
            trace?.Add($"requested address {address}", refusal ?? AllocationReasons.Usable(address));
            if (refusal is not null && !(kept.Contains(address) && source.IsOfRequestedPool(address)))
            {
                return new AllocationResult(kept, refusal, refusal.IsOthersHold ? new AddressWait { Addresses = request.Addresses } : null);
            }
        }

        return new AllocationResult(request.Addresses);
    }

    private static AllocationResult MeetPool(AddressSource source, AddressCompletion completion, List<Address> kept, string name)
    {
        if (!source.TryGetPool(name, out var pool, out var unusable))
        {
            return new AllocationResult(kept, unusable);
        }

        if (!source.IsAdmittedBy(pool))
        {
            return new AllocationResult(kept, AllocationReasons.PoolForbidden(pool));
        }

        var result = completion.FromPool(kept.FindAll(pool.Contains), pool);
        return result.Addresses.Count > 0 && (result.Shortage is null || completion.IsSecondFamilyOptional) ? result : result with { Addresses = kept };
    }

    private static AllocationResult MeetAny(AddressSource source, AddressCompletion completion, AddressRequest request, List<Address> kept)
    {
        if (source.Pools.Count == 0)
        {
            return new AllocationResult(kept, kept.Count == request.Families.Count ? null : AllocationReasons.NothingToGive(source.Pools));
        }

        return completion.FromAny(kept);
    }

    private static string PoolNames(PoolSet pools, ServiceSnapshot service, ValueArray<Address> addresses) =>
        string.Join(',', addresses.Select(address => pools.PoolOf(service, address)?.Name).OfType<string>().Distinct(StringComparer.Ordinal));
}
