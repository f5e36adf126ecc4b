namespace LbController.Kubernetes.Resources;

/// <summary>Names for BGP communities.</summary>
public sealed class Community : MetalLbResource
{
    public CommunitySpec? Spec { get; set; }
}
