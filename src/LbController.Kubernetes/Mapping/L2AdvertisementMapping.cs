using LbController.Core.Config;
using LbController.Kubernetes.Resources;
using L2Spec = LbController.Kubernetes.Resources.L2AdvertisementSpec;

namespace LbController.Kubernetes.Mapping;

/// <summary>L2Advertisement (metallb.io/v1beta1). Without a spec it is for every pool, node and Service.</summary>
public static class L2AdvertisementMapping
{
    public static Core.Config.L2AdvertisementSpec ToSnapshot(L2Advertisement advertisement)
    {
        var spec = advertisement.Spec ?? new L2Spec();
        return new Core.Config.L2AdvertisementSpec(advertisement.Metadata.ToKey())
        {
            Uid = advertisement.Metadata?.Uid ?? "",
            CreatedAt = advertisement.Metadata.ToCreatedAt(),
            Pools = spec.IpAddressPools.ToValues(),
            PoolSelectors = spec.IpAddressPoolSelectors.ToSelectors(),
            NodeSelectors = spec.NodeSelectors.ToSelectors(),
            Interfaces = spec.Interfaces.ToValues(),
            ServiceSelectors = spec.ServiceSelectors.ToSelectors(),
            PreferredNodeSelectors = spec.PreferredNodeSelectors.ToValues(ToPreference),
        };
    }

    private static PreferredNodeSelector ToPreference(PreferredNode preferred) =>
        new(preferred.Weight, LabelSelectorMapping.ToSelector(preferred.Preference ?? new()));
}
