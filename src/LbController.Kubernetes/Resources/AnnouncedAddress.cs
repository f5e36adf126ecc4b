namespace LbController.Kubernetes.Resources;

/// <summary>An address that a node announces.</summary>
public sealed class AnnouncedAddress
{
    public string? Address { get; set; }

    /// <summary>When the node began to announce it; RFC 3339.</summary>
    public string? Since { get; set; }
}
