namespace LbController.Kubernetes.Resources;

/// <summary>The fields of a Service's <c>spec</c> that are read.</summary>
public sealed record ServiceSpecExcerpt
{
    public string? Type { get; init; }

    public string? LoadBalancerClass { get; init; }

    public string? LoadBalancerIP { get; init; }

    public string? ClusterIP { get; init; }

    public IReadOnlyList<string?>? ClusterIPs { get; init; }

    public IReadOnlyList<string?>? IpFamilies { get; init; }

    public string? IpFamilyPolicy { get; init; }

    public string? ExternalTrafficPolicy { get; init; }

    public Dictionary<string, string>? Selector { get; init; }

    public IReadOnlyList<ServicePortExcerpt?>? Ports { get; init; }
}
