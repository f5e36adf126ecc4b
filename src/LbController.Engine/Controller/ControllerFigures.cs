using LbController.Core.Addresses;
using LbController.Core.Allocation;
using LbController.Core.Config;
using LbController.Engine.Figures;

namespace LbController.Engine.Controller;

/// <summary>The controller in numbers.</summary>
internal static class ControllerFigures
{
    public static IEnumerable<Figure> Of(ControllerState state, AddressLedger ledger, bool isLeader)
    {
        yield return ControllerMetrics.Leader.Is(isLeader ? 1 : 0);
        yield return RoleMetrics.ConfigLoaded.Is(state.IsInSync ? 1 : 0);
        yield return RoleMetrics.ConfigStale.Is(state.Errors.Count > 0 ? 1 : 0);
        if (!isLeader)
        {
            // The leader alone knows, and sums over the replicas stay right.
            yield break;
        }

        var holders = HoldersByPool(state, ledger);
        foreach (var figure in state.Pools.SelectMany(pool => OfPool(pool, ledger, holders.GetValueOrDefault(pool.Name))))
        {
            yield return figure;
        }

        var unassigned = state.Services.Values
            .Where(service => service.AddressCondition is { Status: "False" })
            .GroupBy(service => service.AddressCondition!.Reason, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var group in unassigned)
        {
            yield return ControllerMetrics.Unassigned.Is(group.Count(), group.Key);
        }
    }

    private static IEnumerable<Figure> OfPool(Pool pool, AddressLedger ledger, int holders)
    {
        var (all4, used4) = Count(pool, ledger, IpFamily.V4);
        var (all6, used6) = Count(pool, ledger, IpFamily.V6);
        yield return ControllerMetrics.Addresses.Is(all4 + all6, pool.Name);
        yield return ControllerMetrics.Ipv4Addresses.Is(all4, pool.Name);
        yield return ControllerMetrics.Ipv6Addresses.Is(all6, pool.Name);
        yield return ControllerMetrics.AddressesInUse.Is(used4 + used6, pool.Name);
        yield return ControllerMetrics.Ipv4AddressesInUse.Is(used4, pool.Name);
        yield return ControllerMetrics.Ipv6AddressesInUse.Is(used6, pool.Name);
        yield return ControllerMetrics.ServicesAllocated.Is(holders, pool.Name);
    }

    private static (double All, double Used) Count(Pool pool, AddressLedger ledger, IpFamily family)
    {
        var counters = PoolUsage.Count(pool, ledger);
        var all = pool.Ranges.Where(range => range.Family == family).Sum(range => (double)range.Count);
        return (all, family == IpFamily.V4 ? counters.AssignedIPv4 : counters.AssignedIPv6);
    }

    private static SortedDictionary<string, int> HoldersByPool(ControllerState state, AddressLedger ledger)
    {
        var holders = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var service in state.Services.Keys)
        {
            foreach (var pool in ledger.HeldBy(service).Select(state.Pools.PoolOf).OfType<Pool>().Select(pool => pool.Name).Distinct(StringComparer.Ordinal))
            {
                holders[pool] = holders.GetValueOrDefault(pool) + 1;
            }
        }

        return holders;
    }
}
