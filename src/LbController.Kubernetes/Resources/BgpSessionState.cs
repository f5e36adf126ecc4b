namespace LbController.Kubernetes.Resources;

/// <summary>How a node's BGP session with a peer stands; written by that node's speaker.</summary>
public sealed class BgpSessionState : MetalLbResource
{
    /// <summary>Null until it is first written.</summary>
    public BgpSessionStateContent? Status { get; set; }
}
