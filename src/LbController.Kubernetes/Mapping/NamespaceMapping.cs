using k8s.Models;
using LbController.Core.Snapshot;

namespace LbController.Kubernetes.Mapping;

/// <summary>Namespace (v1).</summary>
public static class NamespaceMapping
{
    public static NamespaceSnapshot ToSnapshot(V1Namespace @namespace) =>
        new(@namespace.Metadata.ToKey(), @namespace.Metadata.ToLabelSet());
}
