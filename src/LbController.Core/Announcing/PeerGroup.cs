using LbController.Core.Addresses;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>Peers that the same advertisements are for, and so have the same routes: these are worked out once for all of them.</summary>
public sealed class PeerGroup
{
    private readonly SortedDictionary<Prefix, BgpRoute> routes = [];
    private readonly Dictionary<Prefix, UnitedRoute> united = [];
    private readonly Dictionary<ObjectKey, List<BgpRoute>> asked = [];
    private readonly SortedSet<Prefix> touched = [];
    private readonly HashSet<ResolvedAdvertisement> advertisements;

    private PeerGroup(IReadOnlyList<string> peers, HashSet<ResolvedAdvertisement> advertisements) => (Peers, this.advertisements) = (peers, advertisements);

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Peers { get; }

    /// <summary>What the peers are to have, sorted by prefix, as of the last <see cref="TakeChanges"/>; the same object for as long as the group lives.</summary>
    public IReadOnlyCollection<BgpRoute> Routes => routes.Values;

    internal static IReadOnlyList<PeerGroup> Of(IReadOnlyCollection<string> peers, List<ResolvedAdvertisement> advertisements) =>
    [
        .. peers
            .GroupBy(peer => string.Concat(advertisements.Select(advertisement => advertisement.IsFor(peer) ? '1' : '0')), StringComparer.Ordinal)
            .Select(group => new PeerGroup([.. group], [.. advertisements.Where(advertisement => advertisement.IsFor(group.First()))])),
    ];

    /// <summary>Brings <see cref="Routes"/> up to date and says what has changed in it, sorted by prefix.</summary>
    public IReadOnlyList<RouteChange> TakeChanges()
    {
        var changes = new List<RouteChange>();
        foreach (var prefix in touched)
        {
            var route = united.TryGetValue(prefix, out var of) ? of.Unite() : null;
            if (route is null ? routes.Remove(prefix) : !(routes.TryGetValue(prefix, out var old) && old == route))
            {
                changes.Add(new(prefix, route));
            }

            if (route is not null)
            {
                routes[prefix] = route;
            }
        }

        touched.Clear();
        return changes;
    }

    /// <param name="service">It is announced by this node, and not in the group.</param>
    /// <param name="weight">How many endpoints serve it here; 0: no matter.</param>
    /// <param name="matches">Its addresses, each with an advertisement that selects it.</param>
    /// <returns>Whether any route of the Service is for these peers.</returns>
    internal bool Add(ServiceSnapshot service, int weight, IReadOnlyList<(Address Address, ResolvedAdvertisement Advertisement)> matches)
    {
        List<BgpRoute>? own = null;
        foreach (var (address, advertisement) in matches)
        {
            if (!advertisements.Contains(advertisement))
            {
                continue;
            }

            own ??= [];
            own.Add(advertisement.RouteTo(address, weight));
            if (service.IsLocal && own[^1].Prefix.Length < address.Bits)
            {
                own.Add(advertisement.HostRouteTo(address, weight));
            }
        }

        if (own is null)
        {
            return false;
        }

        asked.Add(service.Key, own);
        own.ForEach(Add);
        return true;
    }

    /// <summary>Takes all routes of a Service out, if there are any.</summary>
    internal void Remove(ObjectKey service)
    {
        if (asked.Remove(service, out var own))
        {
            own.ForEach(Remove);
        }
    }

    private void Add(BgpRoute route)
    {
        if (!united.TryGetValue(route.Prefix, out var to))
        {
            united[route.Prefix] = to = new UnitedRoute();
        }

        to.Add(route);
        touched.Add(route.Prefix);
    }

    private void Remove(BgpRoute route)
    {
        var from = united[route.Prefix];
        from.Remove(route);
        touched.Add(route.Prefix);
        if (from.IsEmpty)
        {
            united.Remove(route.Prefix);
        }
    }
}
