using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Election;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>
/// What one node announces by BGP: for every address and every BGPAdvertisement that fits Service, pool and node, a route
/// to the peers that the advertisement allows. Routes for one prefix unite their communities; of different local preferences the
/// highest is taken.
/// </summary>
public static class BgpPlanner
{
    /// <param name="input">The facts.</param>
    /// <param name="peers">Names of the peers that this node has a session with.</param>
    public static BgpPlan Plan(BgpPlanInput input, IReadOnlyCollection<string> peers)
    {
        var aliases = Aliases(input.Communities);
        var routes = peers.ToDictionary(peer => peer, _ => new SortedDictionary<Prefix, BgpRoute>(), StringComparer.Ordinal);
        var peersOf = new SortedDictionary<ObjectKey, ValueArray<string>>();
        foreach (var service in input.Services)
        {
            if (NodeEligibility.Judge(input.Node, service, input.EndpointsOf(service.Key), input.IgnoreExcludeLabel) != NodeVerdict.Eligible)
            {
                continue;
            }

            var reached = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var (address, advertisement) in Matches(service, input))
            {
                var route = RouteOf(address, advertisement, aliases);
                foreach (var peer in peers.Where(peer => advertisement.Peers.IsEmpty || advertisement.Peers.Contains(peer, StringComparer.Ordinal)))
                {
                    var table = routes[peer];
                    table[route.Prefix] = table.TryGetValue(route.Prefix, out var other) ? Unite(other, route) : route;
                    reached.Add(peer);
                }
            }

            if (reached.Count > 0)
            {
                peersOf[service.Key] = reached.ToValueArray();
            }
        }

        return new(
            routes.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<BgpRoute>)pair.Value.Values.ToList(), StringComparer.Ordinal),
            peersOf);
    }

    private static IEnumerable<(Address Address, BgpAdvertisementSpec Advertisement)> Matches(ServiceSnapshot service, BgpPlanInput input)
    {
        foreach (var text in service.IngressIps)
        {
            if (!Address.TryParse(text, out var address) || input.Pools.FirstOrDefault(pool => pool.Contains(address)) is not { } pool)
            {
                continue;
            }

            foreach (var advertisement in input.Advertisements)
            {
                if (AdvertisementScope.Selects(advertisement.Pools, advertisement.PoolSelectors, pool)
                    && LabelSelector.AnyMatches(advertisement.NodeSelectors, input.Node.Labels)
                    && LabelSelector.AnyMatches(advertisement.ServiceSelectors, service.Labels))
                {
                    yield return (address, advertisement);
                }
            }
        }
    }

    private static BgpRoute RouteOf(Address address, BgpAdvertisementSpec advertisement, SortedDictionary<string, string> aliases)
    {
        var length = address.Family == IpFamily.V4 ? advertisement.AggregationLength : advertisement.AggregationLengthV6;
        var communities = advertisement.Communities
            .Select(community => aliases.GetValueOrDefault(community, community))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        return new(Prefix.Of(address, length), advertisement.LocalPref, communities.ToValueArray());
    }

    private static BgpRoute Unite(BgpRoute one, BgpRoute other) => one with
    {
        LocalPref = Math.Max(one.LocalPref, other.LocalPref),
        Communities = one.Communities.Concat(other.Communities).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToValueArray(),
    };

    private static SortedDictionary<string, string> Aliases(IReadOnlyCollection<CommunitySpec> communities)
    {
        var aliases = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in communities.SelectMany(community => community.Aliases))
        {
            aliases.TryAdd(name, value);
        }

        return aliases;
    }
}
