using k8s;
using k8s.Models;

namespace LbController.Kubernetes.Resources;

/// <summary>A list as the API server answers it; one malformed item makes the whole list unreadable, so watches read item by item.</summary>
public sealed class MetalLbList<T> : IKubernetesObject<V1ListMeta>, IItems<T>
    where T : MetalLbResource
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public V1ListMeta Metadata { get; set; } = new();

    public IList<T> Items { get; set; } = [];
}
