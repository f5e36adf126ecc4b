using LbController.Core.Election;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>A <see cref="BgpTable"/> at one moment, for those who look only once.</summary>
public static class BgpPlanner
{
    /// <param name="scope">What routes depend on beside the Services.</param>
    /// <param name="services">The announced Services: of type LoadBalancer, of our class, with an address.</param>
    /// <param name="endpointsOf">Where a Service can be served.</param>
    /// <param name="peers">Names of the peers that the node has a session with.</param>
    public static BgpPlan Plan(BgpScope scope, IEnumerable<ServiceSnapshot> services, Func<ObjectKey, ServiceEndpoints> endpointsOf, IReadOnlyCollection<string> peers)
    {
        var table = new BgpTable(scope, peers);
        foreach (var service in services)
        {
            table.Put(service, endpointsOf(service.Key));
        }

        var routesOf = new SortedDictionary<string, IReadOnlyCollection<BgpRoute>>(StringComparer.Ordinal);
        foreach (var group in table.Groups)
        {
            group.TakeChanges();
            foreach (var peer in group.Peers)
            {
                routesOf[peer] = group.Routes;
            }
        }

        return new(routesOf, table.PeersOf);
    }
}
