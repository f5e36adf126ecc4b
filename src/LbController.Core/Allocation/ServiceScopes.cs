using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Core.Allocation;

/// <summary>Tells our Services from those of others.</summary>
public static class ServiceScopes
{
    /// <param name="service">Any Service.</param>
    /// <param name="loadBalancerClass">The class that is ours; null: Services without one.</param>
    /// <param name="pools">Our pools.</param>
    public static ServiceScope Judge(ServiceSnapshot service, string? loadBalancerClass, PoolSet pools)
    {
        if (service.Type != "LoadBalancer")
        {
            return IsMarked(service) ? ServiceScope.ToRelease : ServiceScope.Foreign;
        }

        if (service.LoadBalancerClass == loadBalancerClass)
        {
            return ServiceScope.Ours;
        }

        // A twin of ours with another class marks its Services in the same way; only an address of our own pools is ours to take back.
        return IsMarked(service) && ShowsAddressOf(pools, service) ? ServiceScope.ToRelease : ServiceScope.Foreign;
    }

    private static bool IsMarked(ServiceSnapshot service) =>
        service.Annotations[ServiceAnnotations.Prefix + ServiceAnnotations.AllocatedFromPool] is not null
        || (!service.IngressIps.IsEmpty && ServiceAnnotations.PoolsInUse(service).Count > 0);

    private static bool ShowsAddressOf(PoolSet pools, ServiceSnapshot service)
    {
        var names = ServiceAnnotations.PoolsInUse(service);
        return service.IngressIps.Any(text => Address.TryParse(text, out var address) && pools.PoolOf(address) is { } pool && names.Contains(pool.Name));
    }
}
