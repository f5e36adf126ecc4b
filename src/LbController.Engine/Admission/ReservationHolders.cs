using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Controller;

namespace LbController.Engine.Admission;

/// <summary>Which Services hold an address that is newly set aside for others: they keep it.</summary>
internal static class ReservationHolders
{
    public static IEnumerable<string> Of(ClusterConfig before, ClusterConfig after, IEnumerable<SnapshotObject> cluster)
    {
        var holders = cluster.OfType<ServiceSnapshot>()
            .Where(service => service.Type == "LoadBalancer")
            .OrderBy(service => service.Key)
            .SelectMany(service => ServiceStatus.Addresses(service).Select(address => (service, address)))
            .Where(pair => IsForOthers(after, pair.service, pair.address) && !IsForOthers(before, pair.service, pair.address))
            .ToList();
        return holders.Count == 0
            ? []
            : [Enumeration.Of(holders.Count, "will keep, until deleted or given another on request, what is set aside for others now", holders.Select(pair => $"{pair.address} of {pair.service.Key}"))];
    }

    private static bool IsForOthers(ClusterConfig config, ServiceSnapshot service, Address address) =>
        config.Pools.ReservedTo(address) is { IsEmpty: false } owners && !owners.Contains(service.Key);
}
