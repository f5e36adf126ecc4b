using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Election;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>What a drained node may stop to announce, because others do.</summary>
public static class BgpSuccession
{
    /// <summary>The Services that none of the other nodes may announce.</summary>
    public static IReadOnlyCollection<ServiceSnapshot> WithoutOthers(
        IReadOnlyCollection<ServiceSnapshot> services,
        IReadOnlyCollection<NodeSnapshot> others,
        Func<ObjectKey, ServiceEndpoints> endpointsOf,
        IReadOnlyCollection<Pool> pools,
        IReadOnlyCollection<BgpAdvertisementSpec> advertisements,
        bool ignoreExcludeLabel) =>
    [
        .. services.Where(service => !others.Any(node =>
            NodeEligibility.Judge(node, service, endpointsOf(service.Key), ignoreExcludeLabel) == NodeVerdict.Eligible
            && service.IngressIps.All(text => IsAdvertised(text, service, node, pools, advertisements)))),
    ];

    private static bool IsAdvertised(
        string text, ServiceSnapshot service, NodeSnapshot node, IReadOnlyCollection<Pool> pools, IReadOnlyCollection<BgpAdvertisementSpec> advertisements) =>
        Address.TryParse(text, out var address)
        && pools.FirstOrDefault(pool => pool.Contains(address)) is { } pool
        && advertisements.Any(advertisement =>
            AdvertisementScope.Selects(advertisement.Pools, advertisement.PoolSelectors, pool)
            && LabelSelector.AnyMatches(advertisement.NodeSelectors, node.Labels)
            && LabelSelector.AnyMatches(advertisement.ServiceSelectors, service.Labels));
}
