namespace LbController.Kubernetes.Resources;

/// <summary>A network interface on which an address is announced.</summary>
public sealed class AnnouncingInterface
{
    public string? Name { get; set; }
}
