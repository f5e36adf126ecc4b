using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Core.Allocation;

/// <summary>Tells our Services from those of others.</summary>
public static class ServiceScopes
{
    /// <param name="service">Any Service.</param>
    /// <param name="loadBalancerClass">The class that is ours; null: Services without one.</param>
    /// <param name="wasOurs">
    /// We have seen it as ours. Without that a Service of another class is left alone, whatever it shows: a twin of ours that serves that
    /// class may give addresses of the same pools and marks its Services as we do.
    /// </param>
    public static ServiceScope Judge(ServiceSnapshot service, string? loadBalancerClass, bool wasOurs)
    {
        if (service.Type != "LoadBalancer")
        {
            return IsMarked(service) ? ServiceScope.ToRelease : ServiceScope.Foreign;
        }

        if (service.LoadBalancerClass == loadBalancerClass)
        {
            return ServiceScope.Ours;
        }

        return wasOurs && IsMarked(service) ? ServiceScope.ToRelease : ServiceScope.Foreign;
    }

    private static bool IsMarked(ServiceSnapshot service) =>
        service.AddressCondition is not null
        || service.Annotations[ServiceAnnotations.Prefix + ServiceAnnotations.AllocatedFromPool] is not null
        || (!service.IngressIps.IsEmpty && ServiceAnnotations.PoolsInUse(service).Count > 0);
}
