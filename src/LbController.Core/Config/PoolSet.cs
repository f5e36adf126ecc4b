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
    private readonly List<Pool> refused;
    private readonly RangeMap<Pool> byAddress;
    private readonly RangeMap<ValueArray<ObjectKey>?> reserved;
    private readonly Dictionary<ObjectKey, List<(Pool Pool, Reservation Reservation)>> reservedFor = [];

    /// <param name="valid">Pools in use.</param>
    /// <param name="refused">Pools with errors, of which only what is held counts.</param>
    public PoolSet(IEnumerable<Pool> valid, IEnumerable<Pool> refused)
    {
        this.valid = [.. valid.OrderBy(pool => pool.Name, StringComparer.Ordinal)];
        foreach (var pool in this.valid.Concat(refused))
        {
            byName.TryAdd(pool.Name, pool);
        }

        this.refused = [.. byName.Values.Where(pool => pool.IsRefused)];
        Automatic =
        [
            .. this.valid.Where(pool => pool.AutoAssign).OrderBy(pool => pool.ServiceAllocation is null).ThenBy(pool => pool.Priority),
        ];
        Pinned = new PinnedPools(Automatic.Where(pool => pool.ServiceAllocation is not null));
        Open = [.. Automatic.Where(pool => pool.ServiceAllocation is null)];
        byAddress = new RangeMap<Pool>(this.valid.SelectMany(pool => pool.Ranges.Select(range => (range, pool))));
        reserved = new RangeMap<ValueArray<ObjectKey>?>(
            from pool in this.valid
            from reservation in pool.Reservations
            from range in reservation.Ranges
            group reservation.Service by range into entry
            select (entry.Key, (ValueArray<ObjectKey>?)entry.OfType<ObjectKey>().Distinct().ToValueArray()));
        IndexReservations();
    }

    public int Count => valid.Length;

    /// <summary>There are pools with errors.</summary>
    public bool HasRefused => refused.Count > 0;

    /// <summary>
    /// The pools that Services get addresses from without asking, in the order in which they are tried: pinned ones by priority,
    /// then open ones; among equals by name.
    /// </summary>
    public IReadOnlyList<Pool> Automatic { get; }

    /// <summary>Those of <see cref="Automatic"/> with a <c>serviceAllocation</c>, found by Service.</summary>
    public PinnedPools Pinned { get; }

    /// <summary>The others of <see cref="Automatic"/>, by name.</summary>
    public IReadOnlyList<Pool> Open { get; }

    public IEnumerator<Pool> GetEnumerator() => ((IEnumerable<Pool>)valid).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Finds a pool by name, a refused one too.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out Pool? pool) => byName.TryGetValue(name, out pool);

    /// <summary>The valid pool that holds the address.</summary>
    public Pool? PoolOf(Address address) => byAddress.Find(address);

    /// <summary>The refused pool, first by name, that lists the address as far as it can be read.</summary>
    public Pool? RefusedPoolOf(Address address) => refused.Find(pool => pool.Contains(address));

    /// <summary>The Services that the address is set aside for; none: for whoever asks for it; null: it is not set aside.</summary>
    public ValueArray<ObjectKey>? ReservedTo(Address address) => reserved.Find(address);

    /// <summary>What is set aside for this Service, by name of the pool.</summary>
    public IReadOnlyList<(Pool Pool, Reservation Reservation)> ReservedFor(ObjectKey service) =>
        reservedFor.TryGetValue(service, out var own) ? own : [];

    /// <summary>
    /// The pool by which a Service holds an address: the refused pool that the Service's annotation names, if it lists the address; else
    /// the valid pool that does; else the refused pool of the annotation, whatever can be read of it; and without an annotation, which tools
    /// that replace a Service take away, a refused pool that lists the address. So neither a slip of the pen in a pool nor another pool over it
    /// takes an address away.
    /// </summary>
    public Pool? PoolOf(ServiceSnapshot service, Address address)
    {
        if (!HasRefused)
        {
            return PoolOf(address);
        }

        var named = ServiceAnnotations.PoolsInUse(service);
        var own = RefusedPoolsAmong(named);
        return own.Find(pool => pool.Contains(address)) ?? PoolOf(address) ?? (named.Count > 0 ? own.FirstOrDefault() : RefusedPoolOf(address));
    }

    private void IndexReservations()
    {
        foreach (var pool in valid)
        {
            foreach (var reservation in pool.Reservations)
            {
                if (reservation.Service is { } service)
                {
                    var own = reservedFor.TryGetValue(service, out var known) ? known : reservedFor[service] = [];
                    own.Add((pool, reservation));
                }
            }
        }
    }

    private List<Pool> RefusedPoolsAmong(IEnumerable<string> names)
    {
        var found = new List<Pool>();
        foreach (var name in names)
        {
            if (TryGet(name, out var pool) && pool.IsRefused)
            {
                found.Add(pool);
            }
        }

        return found;
    }
}
