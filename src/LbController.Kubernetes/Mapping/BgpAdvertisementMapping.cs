using LbController.Kubernetes.Resources;
using BgpSpec = LbController.Kubernetes.Resources.BgpAdvertisementSpec;

namespace LbController.Kubernetes.Mapping;

/// <summary>BGPAdvertisement (metallb.io/v1beta1). Without a spec it is for every pool, node, peer and Service.</summary>
public static class BgpAdvertisementMapping
{
    public static Core.Config.BgpAdvertisementSpec ToSnapshot(BgpAdvertisement advertisement)
    {
        var spec = advertisement.Spec ?? new BgpSpec();
        return new Core.Config.BgpAdvertisementSpec(advertisement.Metadata.ToKey())
        {
            Uid = advertisement.Metadata?.Uid ?? "",
            CreatedAt = advertisement.Metadata.ToCreatedAt(),
            Pools = spec.IpAddressPools.ToValues(),
            PoolSelectors = spec.IpAddressPoolSelectors.ToSelectors(),
            NodeSelectors = spec.NodeSelectors.ToSelectors(),
            Peers = spec.Peers.ToValues(),
            ServiceSelectors = spec.ServiceSelectors.ToSelectors(),
            AggregationLength = spec.AggregationLength ?? 32,
            AggregationLengthV6 = spec.AggregationLengthV6 ?? 128,
            LocalPref = spec.LocalPref ?? 0,
            Med = spec.Med,
            AsPathPrepend = spec.AsPathPrepend ?? 0,
            WeightByEndpoints = spec.WeightByEndpoints ?? false,
            Communities = spec.Communities.ToValues(),
        };
    }
}
