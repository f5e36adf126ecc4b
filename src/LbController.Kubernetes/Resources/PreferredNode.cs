using k8s.Models;

namespace LbController.Kubernetes.Resources;

/// <summary>A weighted preference for the nodes that a selector matches.</summary>
public sealed class PreferredNode
{
    /// <summary>1 to 100.</summary>
    public int Weight { get; set; }

    public V1LabelSelector Preference { get; set; } = new();
}
