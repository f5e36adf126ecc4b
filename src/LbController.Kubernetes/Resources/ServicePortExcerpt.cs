namespace LbController.Kubernetes.Resources;

/// <summary>The fields of one port of a Service that are read.</summary>
public sealed record ServicePortExcerpt
{
    public string? Protocol { get; init; }

    public int Port { get; init; }
}
