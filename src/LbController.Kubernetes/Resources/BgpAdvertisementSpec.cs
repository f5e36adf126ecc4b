using k8s.Models;

namespace LbController.Kubernetes.Resources;

/// <summary>What the user wrote; null: not set.</summary>
public sealed class BgpAdvertisementSpec
{
    /// <summary>1 to 32, default 32.</summary>
    public int? AggregationLength { get; set; }

    /// <summary>1 to 128, default 128.</summary>
    public int? AggregationLengthV6 { get; set; }

    public uint? LocalPref { get; set; }

    /// <summary>Ours, not MetalLB's.</summary>
    public uint? Med { get; set; }

    /// <summary>0 to 10. Ours, not MetalLB's.</summary>
    public int? AsPathPrepend { get; set; }

    /// <summary>Ours, not MetalLB's.</summary>
    public bool? WeightByEndpoints { get; set; }

    /// <summary>Values or aliases.</summary>
    public IList<string>? Communities { get; set; }

    public IList<string>? IpAddressPools { get; set; }

    public IList<V1LabelSelector>? IpAddressPoolSelectors { get; set; }

    public IList<V1LabelSelector>? NodeSelectors { get; set; }

    public IList<string>? Peers { get; set; }

    public IList<V1LabelSelector>? ServiceSelectors { get; set; }
}
