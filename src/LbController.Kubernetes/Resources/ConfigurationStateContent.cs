using k8s.Models;

namespace LbController.Kubernetes.Resources;

/// <summary>Written by the daemon it is about.</summary>
public sealed class ConfigurationStateContent
{
    /// <summary><c>Valid</c>, <c>Invalid</c> or <c>Unknown</c>.</summary>
    public string? Result { get; set; }

    public string? ErrorSummary { get; set; }

    public IList<V1Condition>? Conditions { get; set; }
}
