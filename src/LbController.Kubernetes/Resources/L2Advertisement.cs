namespace LbController.Kubernetes.Resources;

/// <summary>Which pools are announced by ARP and NDP, where and for whom.</summary>
public sealed class L2Advertisement : MetalLbResource
{
    public L2AdvertisementSpec? Spec { get; set; }
}
