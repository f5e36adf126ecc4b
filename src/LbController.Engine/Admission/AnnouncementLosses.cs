using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Controller;

namespace LbController.Engine.Admission;

/// <summary>Which Services keep their address but are announced by no advertisement any more.</summary>
internal static class AnnouncementLosses
{
    public static IEnumerable<string> Of(ClusterConfig before, ClusterConfig after, ControllerOptions options, IEnumerable<SnapshotObject> cluster)
    {
        var lost = cluster.OfType<ServiceSnapshot>()
            .Where(service => service.Type == "LoadBalancer" && service.LoadBalancerClass == options.LoadBalancerClass)
            .OrderBy(service => service.Key)
            .SelectMany(service => ServiceStatus.Addresses(service).Select(address => (service, address)))
            .Where(pair => IsAnnounced(before, pair.service, pair.address) && !IsAnnounced(after, pair.service, pair.address))
            .ToList();
        return lost.Count == 0
            ? []
            : [Enumeration.Of(lost.Count, "will be announced no more", lost.Select(pair => $"{pair.address} of {pair.service.Key}"))];
    }

    private static bool IsAnnounced(ClusterConfig config, ServiceSnapshot service, Address address) =>
        config.Pools.PoolOf(service, address) is { } pool
        && (config.L2Advertisements.Any(spec => AdvertisementScope.Selects(spec, pool, service))
            || config.BgpAdvertisements.Any(spec => AdvertisementScope.Selects(spec, pool, service)));
}
