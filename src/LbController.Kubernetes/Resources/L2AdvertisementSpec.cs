using k8s.Models;

namespace LbController.Kubernetes.Resources;

/// <summary>What the user wrote; null: not set.</summary>
public sealed class L2AdvertisementSpec
{
    public IList<string>? IpAddressPools { get; set; }

    public IList<V1LabelSelector>? IpAddressPoolSelectors { get; set; }

    public IList<V1LabelSelector>? NodeSelectors { get; set; }

    public IList<string>? Interfaces { get; set; }

    public IList<V1LabelSelector>? ServiceSelectors { get; set; }

    public IList<PreferredNode>? PreferredNodeSelectors { get; set; }
}
