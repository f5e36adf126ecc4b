using System.Collections;
using System.Diagnostics.CodeAnalysis;
using LbController.Core.Addresses;
using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>All pools. As a collection: the valid ones, sorted by name; no address is in two of them.</summary>
public sealed class PoolSet : IReadOnlyCollection<Pool>
{
    public static readonly PoolSet Empty = new([], []);

    private readonly Pool[] valid;
    private readonly SortedDictionary<string, Pool> byName = new(StringComparer.Ordinal);
    private readonly (AddressRange Range, Pool Pool)[] byAddress;

    /// <param name="valid">Pools in use.</param>
    /// <param name="refused">Pools with errors, of which only what is held counts.</param>
    public PoolSet(IEnumerable<Pool> valid, IEnumerable<Pool> refused)
    {
        this.valid = [.. valid.OrderBy(pool => pool.Name, StringComparer.Ordinal)];
        foreach (var pool in this.valid.Concat(refused))
        {
            byName.TryAdd(pool.Name, pool);
        }

        Automatic =
        [
            .. this.valid.Where(pool => pool.AutoAssign).OrderBy(pool => pool.ServiceAllocation is null).ThenBy(pool => pool.Priority),
        ];
        byAddress = [.. this.valid.SelectMany(pool => pool.Ranges.Select(range => (range, pool))).OrderBy(entry => entry.range.First)];
    }

    public int Count => valid.Length;

    /// <summary>
    /// The pools that Services get addresses from without asking, in the order in which they are tried: pinned ones by priority,
    /// then open ones; among equals by name.
    /// </summary>
    public IReadOnlyList<Pool> Automatic { get; }

    public IEnumerator<Pool> GetEnumerator() => ((IEnumerable<Pool>)valid).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Finds a pool by name, a refused one too.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out Pool? pool) => byName.TryGetValue(name, out pool);

    /// <summary>The valid pool that holds the address.</summary>
    public Pool? PoolOf(Address address)
    {
        var low = 0;
        var high = byAddress.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var (range, pool) = byAddress[middle];
            if (range.Contains(address))
            {
                return pool;
            }

            (low, high) = range.First < address ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    /// <summary>
    /// The pool by which a Service holds an address: the valid pool with that address, else the refused pool that the
    /// Service's annotation names, so that a slip of the pen in a pool takes no address away.
    /// </summary>
    public Pool? PoolOf(ServiceSnapshot service, Address address) => PoolOf(address) ?? RefusedPoolOf(service);

    private Pool? RefusedPoolOf(ServiceSnapshot service)
    {
        foreach (var name in ServiceAnnotations.PoolsInUse(service))
        {
            if (TryGet(name, out var pool) && pool.IsRefused)
            {
                return pool;
            }
        }

        return null;
    }
}
