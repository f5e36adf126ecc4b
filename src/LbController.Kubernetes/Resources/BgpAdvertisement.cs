namespace LbController.Kubernetes.Resources;

/// <summary>Which pools are announced to which BGP peers, and with which attributes.</summary>
public sealed class BgpAdvertisement : MetalLbResource
{
    public BgpAdvertisementSpec? Spec { get; set; }
}
