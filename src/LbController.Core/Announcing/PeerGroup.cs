using LbController.Core.Addresses;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>Peers that the same advertisements are for, and so have the same routes: these are worked out once for all of them.</summary>
internal sealed class PeerGroup
{
    private readonly SortedDictionary<Prefix, BgpRoute> routes = [];
    private readonly HashSet<ResolvedAdvertisement> advertisements;

    private PeerGroup(IReadOnlyList<string> peers, HashSet<ResolvedAdvertisement> advertisements) => (Peers, this.advertisements) = (peers, advertisements);

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Peers { get; }

    public static IReadOnlyList<PeerGroup> Of(IReadOnlyCollection<string> peers, List<ResolvedAdvertisement> advertisements) =>
    [
        .. peers
            .GroupBy(peer => string.Concat(advertisements.Select(advertisement => advertisement.IsFor(peer) ? '1' : '0')), StringComparer.Ordinal)
            .Select(group => new PeerGroup([.. group], [.. advertisements.Where(advertisement => advertisement.IsFor(group.First()))])),
    ];

    /// <param name="service">It is announced by this node.</param>
    /// <param name="weight">How many endpoints serve it here; 0: no matter.</param>
    /// <param name="matches">Its addresses, each with an advertisement that selects it.</param>
    /// <returns>Whether any route of the Service is for these peers.</returns>
    public bool Add(ServiceSnapshot service, int weight, IEnumerable<(Address Address, ResolvedAdvertisement Advertisement)> matches)
    {
        var isReached = false;
        foreach (var (address, advertisement) in matches)
        {
            if (!advertisements.Contains(advertisement))
            {
                continue;
            }

            isReached = true;
            var route = advertisement.RouteTo(address, weight);
            Add(route);
            if (service.IsLocal && route.Prefix.Length < address.Bits)
            {
                Add(advertisement.HostRouteTo(address, weight));
            }
        }

        return isReached;
    }

    /// <summary>Sorted by prefix.</summary>
    public IReadOnlyList<BgpRoute> Routes() => [.. routes.Values];

    private void Add(BgpRoute route) => routes[route.Prefix] = routes.TryGetValue(route.Prefix, out var other) ? Unite(other, route) : route;

    private static BgpRoute Unite(BgpRoute one, BgpRoute other) => one with
    {
        LocalPref = Math.Max(one.LocalPref, other.LocalPref),
        Med = one.Med < other.Med ? one.Med : other.Med ?? one.Med,
        Prepend = Math.Min(one.Prepend, other.Prepend),
        Weight = one.Weight + other.Weight,
        Communities = one.Communities == other.Communities
            ? one.Communities
            : one.Communities.Concat(other.Communities).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToValueArray(),
    };
}
