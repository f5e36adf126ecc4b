using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;

namespace LbController.Core.Allocation;

/// <summary>
/// Looks for one address of each missing family. A pool that has all of them goes first; failing that, each family takes the
/// first pool that has one, in the order of the pools.
/// </summary>
/// <param name="source">Gives addresses.</param>
/// <param name="missing">The families.</param>
/// <param name="isOneEnough">Any one of them will do.</param>
/// <param name="where">What is looked through, for messages.</param>
internal sealed class PoolSearch(AddressSource source, ValueArray<IpFamily> missing, bool isOneEnough, string where)
{
    private readonly SortedDictionary<IpFamily, Address> firsts = [];
    private readonly SortedSet<IpFamily> offered = [];
    private bool isAnyAdmitting;

    /// <summary>What was found: at most one address a family.</summary>
    public IReadOnlyCollection<Address> Found => firsts.Values;

    private bool IsDone => firsts.Count == missing.Count;

    /// <summary>Why families are still missing.</summary>
    public Reason Shortage
    {
        get
        {
            var lacking = missing.Where(family => !firsts.ContainsKey(family)).ToList();
            var absent = lacking.Where(family => !offered.Contains(family)).ToList();
            if (!isAnyAdmitting)
            {
                return AllocationReasons.NoPoolAdmits;
            }

            // Where one is enough, a family that no pool has is not what the Service waits for.
            return absent.Count == 0 || (isOneEnough && absent.Count < lacking.Count)
                ? AllocationReasons.Exhausted(lacking.Except(absent), where)
                : AllocationReasons.FamilyMissing(absent, where);
        }
    }

    /// <summary>Looks through pools that admit the Service, in this order.</summary>
    public void Search(IEnumerable<Pool> pools)
    {
        foreach (var pool in pools.TakeWhile(_ => !IsDone))
        {
            isAnyAdmitting = true;
            offered.UnionWith(missing.Where(pool.Has));
            var here = FindIn(source, pool, missing);
            foreach (var (family, address) in here)
            {
                if (here.Count == missing.Count)
                {
                    firsts[family] = address;
                }
                else
                {
                    firsts.TryAdd(family, address);
                }
            }
        }
    }

    /// <summary>Looks through the pools that are open to all, without a look at those that are known to be full.</summary>
    public void SearchOpen()
    {
        isAnyAdmitting |= source.Pools.Open.Count > 0;
        offered.UnionWith(source.Ledger.Vacancies.OpenFamilies);
        if (IsDone || FindAllInOneOpen())
        {
            return;
        }

        foreach (var family in missing.Where(family => !firsts.ContainsKey(family)).ToList())
        {
            ValueArray<IpFamily> one = [family];
            if (Open(one).Select(pool => source.FirstIn(pool, family)).FirstOrDefault(address => address is not null) is { } address)
            {
                firsts[family] = address;
            }
        }
    }

    /// <summary>One address of each of these families, as far as the pool has them.</summary>
    public static SortedDictionary<IpFamily, Address> FindIn(AddressSource source, Pool pool, ValueArray<IpFamily> families)
    {
        var here = new SortedDictionary<IpFamily, Address>();
        foreach (var family in families)
        {
            if (source.FirstIn(pool, family) is { } address)
            {
                here[family] = address;
            }
        }

        return here;
    }

    private bool FindAllInOneOpen()
    {
        if (missing.Count < 2)
        {
            return false;
        }

        var all = Open(missing).Select(pool => FindIn(source, pool, missing)).FirstOrDefault(here => here.Count == missing.Count);
        foreach (var (family, address) in all ?? [])
        {
            firsts[family] = address;
        }

        return all is not null;
    }

    /// <summary>By name, the open pools that may have something: those not known to be full, and those with an address under the Service's key.</summary>
    private IEnumerable<Pool> Open(ValueArray<IpFamily> families)
    {
        using var sharing = OpenSharing().GetEnumerator();
        var shared = sharing.MoveNext() ? sharing.Current : int.MaxValue;
        for (var from = 0; ;)
        {
            var rank = Math.Min(source.Ledger.Vacancies.NextOpen(families, from) ?? int.MaxValue, shared);
            if (rank == int.MaxValue)
            {
                yield break;
            }

            yield return source.Pools.Open[rank];
            from = rank + 1;
            while (shared < from)
            {
                shared = sharing.MoveNext() ? sharing.Current : int.MaxValue;
            }
        }
    }

    private SortedSet<int> OpenSharing()
    {
        var ranks = new SortedSet<int>();
        var next = source.SharingKey.Length == 0 ? null : source.Ledger.NextShared(source.SharingKey, new Address(IpFamily.V4, 0));
        while (next is { } address)
        {
            var pool = source.Pools.PoolOf(address);
            if (pool is not null && source.Ledger.Vacancies.RankOfOpen(pool) is { } rank)
            {
                ranks.Add(rank);
            }

            next = (pool?.RangeOf(address).Last ?? address).Next is { } after ? source.Ledger.NextShared(source.SharingKey, after) : null;
        }

        return ranks;
    }
}
