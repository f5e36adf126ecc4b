using LbController.Core.Election;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>An <see cref="L2Table"/> at one moment, for those who look only once.</summary>
public static class L2Planner
{
    /// <param name="scope">What the plan depends on beside the Services.</param>
    /// <param name="services">The announced Services: of type LoadBalancer, of our class, with an address.</param>
    /// <param name="endpointsOf">Where a Service can be served.</param>
    public static IReadOnlyCollection<L2Announcement> Plan(L2Scope scope, IEnumerable<ServiceSnapshot> services, Func<ObjectKey, ServiceEndpoints> endpointsOf)
    {
        var table = new L2Table(scope);
        foreach (var service in services)
        {
            table.Put(service, endpointsOf(service.Key));
        }

        table.Settle();
        return table.Announcements;
    }
}
