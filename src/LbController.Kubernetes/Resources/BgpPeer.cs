namespace LbController.Kubernetes.Resources;

/// <summary>A router to speak BGP with (v1beta2).</summary>
public sealed class BgpPeer : MetalLbResource
{
    public BgpPeerSpec? Spec { get; set; }
}
