namespace LbController.Kubernetes.Resources;

/// <summary>
/// The fields of a Service (v1) that are read. A cluster has many Services, and each change brings one whole: what is not named here (managedFields above
/// all) never becomes an object.
/// </summary>
public sealed record ServiceExcerpt
{
    public MetadataExcerpt? Metadata { get; init; }

    public ServiceSpecExcerpt? Spec { get; init; }

    public ServiceStatusExcerpt? Status { get; init; }
}
