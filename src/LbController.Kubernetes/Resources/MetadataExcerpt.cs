namespace LbController.Kubernetes.Resources;

/// <summary>The fields of an object's <c>metadata</c> that are read.</summary>
public sealed record MetadataExcerpt
{
    public string? Name { get; init; }

    public string? Namespace { get; init; }

    public string? Uid { get; init; }

    public string? ResourceVersion { get; init; }

    public long? Generation { get; init; }

    public DateTimeOffset? CreationTimestamp { get; init; }

    public Dictionary<string, string>? Labels { get; init; }

    public Dictionary<string, string>? Annotations { get; init; }
}
