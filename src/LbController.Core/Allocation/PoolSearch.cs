using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;

namespace LbController.Core.Allocation;

/// <summary>
/// Looks for one address of each missing family. A pool that has all of them goes first; failing that, each family takes the
/// first pool that has one, in the order of the pools.
/// </summary>
internal sealed class PoolSearch(AddressSource source, ValueArray<IpFamily> missing, string where)
{
    private readonly SortedDictionary<IpFamily, Address> firsts = [];
    private readonly SortedSet<IpFamily> offered = [];
    private bool isAnyAdmitting;

    /// <summary>What was found: at most one address a family.</summary>
    public IReadOnlyCollection<Address> Found => firsts.Values;

    /// <summary>Why families are still missing.</summary>
    public Reason Shortage
    {
        get
        {
            var lacking = missing.Where(family => !firsts.ContainsKey(family)).ToList();
            var absent = lacking.Where(family => !offered.Contains(family)).ToList();
            return (isAnyAdmitting, absent.Count) switch
            {
                (false, _) => AllocationReasons.NoPoolAdmits,
                (_, > 0) => AllocationReasons.FamilyMissing(absent, where),
                _ => AllocationReasons.Exhausted(lacking, where),
            };
        }
    }

    public void Search(IEnumerable<Pool> pools)
    {
        foreach (var pool in pools.Where(source.IsAdmittedBy))
        {
            isAnyAdmitting = true;
            var here = FindIn(pool);
            if (here.Count == missing.Count)
            {
                TakeAll(here);
                return;
            }

            foreach (var (family, address) in here)
            {
                firsts.TryAdd(family, address);
            }
        }
    }

    private SortedDictionary<IpFamily, Address> FindIn(Pool pool)
    {
        var here = new SortedDictionary<IpFamily, Address>();
        foreach (var family in missing)
        {
            if (pool.Has(family))
            {
                offered.Add(family);
            }

            if (source.FirstIn(pool, family) is { } address)
            {
                here[family] = address;
            }
        }

        return here;
    }

    private void TakeAll(SortedDictionary<IpFamily, Address> here)
    {
        foreach (var (family, address) in here)
        {
            firsts[family] = address;
        }
    }
}
