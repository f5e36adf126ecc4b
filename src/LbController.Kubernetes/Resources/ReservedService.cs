namespace LbController.Kubernetes.Resources;

/// <summary>Names a Service, whether it exists or not.</summary>
public sealed class ReservedService
{
    public string Namespace { get; set; } = "";

    public string Name { get; set; } = "";
}
