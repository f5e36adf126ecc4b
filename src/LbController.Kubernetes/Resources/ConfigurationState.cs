namespace LbController.Kubernetes.Resources;

/// <summary>Whether one of the daemons understands the configuration.</summary>
public sealed class ConfigurationState : MetalLbResource
{
    /// <summary>Null until it is first written.</summary>
    public ConfigurationStateContent? Status { get; set; }
}
