namespace LbController.Kubernetes.Resources;

/// <summary>Timers of BFD sessions.</summary>
public sealed class BfdProfile : MetalLbResource
{
    public BfdProfileSpec? Spec { get; set; }
}
