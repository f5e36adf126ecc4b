using LbController.Core.Addresses;
using LbController.Core.Allocation;
using LbController.Core.Snapshot;

namespace LbController.Engine.Controller;

/// <summary>
/// Who waits for what. Services that wait for the same stand in one group, oldest first: when something becomes free, only
/// the head of each group has to be decided upon, and the next one only if the head was served.
/// </summary>
internal sealed class WaitingServices
{
    private readonly Dictionary<ObjectKey, (ServiceRank Rank, AddressWait Wait)> waits = [];
    private readonly Dictionary<AddressWait, SortedSet<ServiceRank>> groups = [];
    private readonly Dictionary<Address, SortedSet<ServiceRank>> byAddress = [];
    private readonly Dictionary<string, HashSet<AddressWait>> byPool = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<AddressWait>> byKey = new(StringComparer.Ordinal);
    private readonly HashSet<AddressWait> open = [];

    /// <summary>The very addresses that the Service waits for; empty: none in particular, or it does not wait.</summary>
    public ValueArray<Address> AddressesFor(ObjectKey service) => waits.TryGetValue(service, out var wait) ? wait.Wait.Addresses : [];

    /// <param name="service">Which Service.</param>
    /// <param name="wait">Null: nothing that becomes free would help.</param>
    public void Set(ServiceSnapshot service, AddressWait? wait)
    {
        var rank = ServiceRank.Of(service);
        if (waits.TryGetValue(service.Key, out var known) && known.Rank == rank && known.Wait == wait)
        {
            return;
        }

        Remove(service.Key);
        if (wait is not null)
        {
            waits[service.Key] = (rank, wait);
            Index(rank, wait);
        }
    }

    public void Remove(ObjectKey service)
    {
        if (waits.Remove(service, out var known))
        {
            Unindex(known.Rank, known.Wait);
        }
    }

    /// <summary>Those who wait for this very address, oldest first.</summary>
    public IReadOnlyList<ObjectKey> For(Address address) =>
        byAddress.TryGetValue(address, out var ranks) ? [.. ranks.Select(rank => rank.Key)] : [];

    /// <summary>The groups to which an address of this family is of use.</summary>
    /// <param name="family">Its family.</param>
    /// <param name="pool">The pool in which it became free.</param>
    /// <param name="isOpen">The pool is open to all.</param>
    public IEnumerable<AddressWait> Groups(IpFamily family, string pool, bool isOpen)
    {
        IEnumerable<AddressWait> named = byPool.TryGetValue(pool, out var own) ? own : [];
        var all = isOpen ? named.Union(open) : named;
        return all.Where(group => group.Missing.AsSpan().Contains(family));
    }

    /// <summary>The groups that share under this key.</summary>
    public IEnumerable<AddressWait> Sharing(string key) => byKey.TryGetValue(key, out var sharing) ? sharing : [];

    /// <summary>Who is next in a group; null: it is empty.</summary>
    public ServiceRank? Head(AddressWait group) => groups.TryGetValue(group, out var ranks) ? ranks.Min : null;

    private void Index(ServiceRank rank, AddressWait wait)
    {
        foreach (var address in wait.Addresses)
        {
            Add(byAddress, address, rank);
        }

        if (!wait.Addresses.IsEmpty || !Add(groups, wait, rank))
        {
            return;
        }

        foreach (var pool in wait.Pools)
        {
            Add(byPool, pool, wait);
        }

        if (wait.IsOpen)
        {
            open.Add(wait);
        }

        if (wait.Terms is { Key: var key })
        {
            Add(byKey, key, wait);
        }
    }

    private void Unindex(ServiceRank rank, AddressWait wait)
    {
        foreach (var address in wait.Addresses)
        {
            Remove(byAddress, address, rank);
        }

        if (!wait.Addresses.IsEmpty || !Remove(groups, wait, rank))
        {
            return;
        }

        foreach (var pool in wait.Pools)
        {
            Remove(byPool, pool, wait);
        }

        open.Remove(wait);
        if (wait.Terms is { Key: var key })
        {
            Remove(byKey, key, wait);
        }
    }

    /// <returns>Whether it is the first one there.</returns>
    private static bool Add<TKey, TItem, TItems>(Dictionary<TKey, TItems> index, TKey key, TItem item)
        where TKey : notnull
        where TItems : class, ICollection<TItem>, new()
    {
        var isFirst = !index.TryGetValue(key, out var items);
        items ??= index[key] = new TItems();
        items.Add(item);
        return isFirst;
    }

    /// <returns>Whether it was the last one there.</returns>
    private static bool Remove<TKey, TItem, TItems>(Dictionary<TKey, TItems> index, TKey key, TItem item)
        where TKey : notnull
        where TItems : class, ICollection<TItem>
    {
        var items = index[key];
        items.Remove(item);
        return items.Count == 0 && index.Remove(key);
    }
}
