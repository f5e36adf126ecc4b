namespace LbController.Kubernetes.Resources;

/// <summary>Node and Service never change in the life of the object.</summary>
public sealed class ServiceL2StatusContent
{
    public string? Node { get; set; }

    public string? ServiceName { get; set; }

    public string? ServiceNamespace { get; set; }

    /// <summary>The addresses that the node announces; MetalLB does not have this field.</summary>
    public IList<AnnouncedAddress>? Addresses { get; set; }

    /// <summary>Empty: all.</summary>
    public IList<AnnouncingInterface>? Interfaces { get; set; }
}
