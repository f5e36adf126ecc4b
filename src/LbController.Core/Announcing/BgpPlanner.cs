using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Election;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>
/// What one node announces by BGP: for every address and every BGPAdvertisement that fits Service, pool and node, a route
/// to the peers that the advertisement allows. Routes for one prefix unite their communities; of different local preferences the
/// highest is taken, of different metrics and path lengths the lowest; weights, which only Services with externalTrafficPolicy Local have, add up. Beside an aggregate, a Service with externalTrafficPolicy Local also gets its host route: nodes without an
/// endpoint may announce the same aggregate for another Service.
/// </summary>
public static class BgpPlanner
{
    /// <param name="input">The facts.</param>
    /// <param name="peers">Names of the peers that this node has a session with.</param>
    public static BgpPlan Plan(BgpPlanInput input, IReadOnlyCollection<string> peers)
    {
        var advertisements = input.Advertisements
            .Where(advertisement => LabelSelector.AnyMatches(advertisement.NodeSelectors, input.Node.Labels))
            .Select(advertisement => new ResolvedAdvertisement(advertisement, input.Communities))
            .ToList();
        var groups = PeerGroup.Of(peers, advertisements);
        var peersOf = new SortedDictionary<ObjectKey, ValueArray<string>>();
        foreach (var service in input.Services)
        {
            var endpoints = input.EndpointsOf(service.Key);
            if (NodeEligibility.Judge(input.Node, service, endpoints, input.IgnoreExcludeLabel) != NodeVerdict.Eligible)
            {
                continue;
            }

            var matches = Matches(service, input.Pools, advertisements).ToList();
            var weight = service.IsLocal ? endpoints.ServingOn(input.Node.Key.Name) : 0;
            var reached = groups.Where(group => group.Add(service, weight, matches)).SelectMany(group => group.Peers).Order(StringComparer.Ordinal).ToValueArray();
            if (!reached.IsEmpty)
            {
                peersOf[service.Key] = reached;
            }
        }

        var routesOf = new SortedDictionary<string, IReadOnlyList<BgpRoute>>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var routes = group.Routes();
            foreach (var peer in group.Peers)
            {
                routesOf[peer] = routes;
            }
        }

        return new(routesOf, peersOf);
    }

    private static IEnumerable<(Address Address, ResolvedAdvertisement Advertisement)> Matches(
        ServiceSnapshot service, PoolSet pools, List<ResolvedAdvertisement> advertisements)
    {
        foreach (var text in service.IngressIps)
        {
            if (!Address.TryParse(text, out var address) || pools.PoolOf(service, address) is not { } pool)
            {
                continue;
            }

            foreach (var advertisement in advertisements)
            {
                if (AdvertisementScope.Selects(advertisement.Spec.Pools, advertisement.Spec.PoolSelectors, pool)
                    && LabelSelector.AnyMatches(advertisement.Spec.ServiceSelectors, service.Labels))
                {
                    yield return (address, advertisement);
                }
            }
        }
    }
}
