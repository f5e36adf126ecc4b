using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Election;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>What a drained node may stop to announce, because others do.</summary>
public static class BgpSuccession
{
    /// <summary>Whether one of the other nodes may announce all of a Service.</summary>
    public static bool IsLeft(
        ServiceSnapshot service,
        IReadOnlyCollection<NodeSnapshot> others,
        ServiceEndpoints endpoints,
        PoolSet pools,
        IReadOnlyCollection<BgpAdvertisementSpec> advertisements,
        bool ignoreExcludeLabel) =>
        others.Any(node => NodeEligibility.Judge(node, service, endpoints, ignoreExcludeLabel) == NodeVerdict.Eligible
            && service.IngressIps.All(text => IsAdvertised(text, service, node, pools, advertisements)));

    private static bool IsAdvertised(
        string text, ServiceSnapshot service, NodeSnapshot node, PoolSet pools, IReadOnlyCollection<BgpAdvertisementSpec> advertisements) =>
        Address.TryParse(text, out var address)
        && pools.PoolOf(service, address) is { } pool
        && advertisements.Any(advertisement =>
            AdvertisementScope.Selects(advertisement, pool, service) && LabelSelector.AnyMatches(advertisement.NodeSelectors, node.Labels));
}
