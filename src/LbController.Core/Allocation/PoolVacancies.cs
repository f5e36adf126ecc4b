using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Core.Allocation;

/// <summary>
/// Which pools are known to have no unheld address of a family, so that a search passes over full pools without looking at each. A
/// pool counts as not full until a search found it so; whatever becomes free takes that back.
/// </summary>
internal sealed class PoolVacancies
{
    private readonly HashSet<(string Pool, IpFamily Family)> full = [];
    private readonly Dictionary<string, int> rankOfOpen = new(StringComparer.Ordinal);
    private readonly SortedSet<int> v4 = [];
    private readonly SortedSet<int> v6 = [];
    private readonly SortedSet<int> both = [];

    public PoolVacancies(PoolSet pools)
    {
        Pools = pools;
        for (var rank = 0; rank < pools.Open.Count; rank++)
        {
            rankOfOpen[pools.Open[rank].Name] = rank;
            Index(pools.Open[rank], rank);
        }

        OpenFamilies = new[] { IpFamily.V4, IpFamily.V6 }.Where(family => pools.Open.Any(pool => pool.Has(family))).ToValueArray();
    }

    public PoolSet Pools { get; }

    /// <summary>The families of which open pools have addresses at all, free or not.</summary>
    public ValueArray<IpFamily> OpenFamilies { get; }

    public bool IsFull(Pool pool, IpFamily family) => full.Contains((pool.Name, family));

    public void MarkFull(Pool pool, IpFamily family)
    {
        full.Add((pool.Name, family));
        if (rankOfOpen.TryGetValue(pool.Name, out var rank))
        {
            (family == IpFamily.V4 ? v4 : v6).Remove(rank);
            both.Remove(rank);
        }
    }

    public void Freed(Address address)
    {
        if (Pools.PoolOf(address) is { } pool && full.Remove((pool.Name, address.Family)) && rankOfOpen.TryGetValue(pool.Name, out var rank))
        {
            Index(pool, rank);
        }
    }

    /// <summary>The first open pool at this rank or after it that may have addresses of all these families; null: there is none.</summary>
    public int? NextOpen(ValueArray<IpFamily> families, int from)
    {
        var ranks = families.Count > 1 ? both : families[0] == IpFamily.V4 ? v4 : v6;
        foreach (var rank in ranks.GetViewBetween(from, int.MaxValue))
        {
            return rank;
        }

        return null;
    }

    /// <summary>The rank of a pool among the open ones; null: it is not one of them.</summary>
    public int? RankOfOpen(Pool pool) => rankOfOpen.TryGetValue(pool.Name, out var rank) ? rank : null;

    private void Index(Pool pool, int rank)
    {
        var hasV4 = pool.Has(IpFamily.V4) && !IsFull(pool, IpFamily.V4);
        var hasV6 = pool.Has(IpFamily.V6) && !IsFull(pool, IpFamily.V6);
        if (hasV4)
        {
            v4.Add(rank);
        }

        if (hasV6)
        {
            v6.Add(rank);
        }

        if (hasV4 && hasV6)
        {
            both.Add(rank);
        }
    }
}
