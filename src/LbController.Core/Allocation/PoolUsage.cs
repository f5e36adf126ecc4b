using LbController.Core.Addresses;
using LbController.Core.Config;

namespace LbController.Core.Allocation;

/// <summary>Counts a pool for its status.</summary>
public static class PoolUsage
{
    /// <summary>How many addresses are held and how many can still be given, by family; numbers beyond 2^63-1 stay there.</summary>
    public static PoolCounters Count(Pool pool, AddressLedger ledger)
    {
        var (assigned4, available4) = Count(pool, ledger, IpFamily.V4);
        var (assigned6, available6) = Count(pool, ledger, IpFamily.V6);
        return new PoolCounters(assigned4, assigned6, available4, available6);
    }

    private static (long Assigned, long Available) Count(Pool pool, AddressLedger ledger, IpFamily family)
    {
        var assigned = UInt128.Zero;
        var available = UInt128.Zero;
        foreach (var range in pool.Ranges)
        {
            if (range.Family == family)
            {
                assigned = Cap(assigned + Cap(ledger.CountIn(range)));
            }
        }

        // What is set aside is not there for all, held or not.
        foreach (var range in pool.OpenRanges)
        {
            if (range.Family == family)
            {
                var left = range.Count - ledger.CountIn(range);
                var avoided = pool.AvoidBuggyIps ? CountAvoided(range) : 0;
                available = Cap(available + Cap(left > avoided ? left - avoided : 0));
            }
        }

        return ((long)assigned, (long)available);
    }

    private static UInt128 Cap(UInt128 value) => value > long.MaxValue ? long.MaxValue : value;

    /// <summary>Addresses of an IPv4 range that end in .0 or .255.</summary>
    private static UInt128 CountAvoided(AddressRange range) => range.Family == IpFamily.V6
        ? 0
        : CountAvoidedBelow(range.Last.Value + 1) - CountAvoidedBelow(range.First.Value);

    private static UInt128 CountAvoidedBelow(UInt128 end) => ((end >> 8) * 2) + ((end & 0xff) > 0 ? 1u : 0u);
}
