namespace LbController.Kubernetes.Resources;

/// <summary>Addresses that may be given to Services.</summary>
public sealed class IPAddressPool : MetalLbResource
{
    public IPAddressPoolSpec Spec { get; set; } = new();

    /// <summary>Null until it is first written.</summary>
    public IPAddressPoolStatus? Status { get; set; }
}
