using k8s.Models;

namespace LbController.Kubernetes.Resources;

/// <summary>The fields of a Service's <c>status</c> that are read.</summary>
public sealed record ServiceStatusExcerpt
{
    public V1LoadBalancerStatus? LoadBalancer { get; init; }

    public IReadOnlyList<V1Condition?>? Conditions { get; init; }
}
