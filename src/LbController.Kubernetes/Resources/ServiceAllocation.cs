using k8s.Models;

namespace LbController.Kubernetes.Resources;

/// <summary>Limits a pool to some Services and orders it among the pools they may use.</summary>
public sealed class ServiceAllocation
{
    /// <summary>Lower is tried earlier; 0 and null come last.</summary>
    public int? Priority { get; set; }

    public IList<string>? Namespaces { get; set; }

    public IList<V1LabelSelector>? NamespaceSelectors { get; set; }

    public IList<V1LabelSelector>? ServiceSelectors { get; set; }
}
