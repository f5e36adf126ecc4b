namespace LbController.Host.Options;

/// <summary>What both roles were told on the command line.</summary>
/// <param name="Kubeconfig">Path of a kubeconfig file; null: in-cluster.</param>
/// <param name="Namespace">Where the configuration lives.</param>
/// <param name="LoadBalancerClass">The class served; null: Services without a class.</param>
/// <param name="Metrics">Where and how metrics are served.</param>
/// <param name="HealthPort">0: off.</param>
/// <param name="LogLevel">all, debug, info, warn, error or none.</param>
/// <param name="PodName">Own Pod; empty when unknown.</param>
internal sealed record CommonSettings(
    string? Kubeconfig,
    string Namespace,
    string? LoadBalancerClass,
    MetricsSettings Metrics,
    int HealthPort,
    string LogLevel,
    string PodName)
{
    /// <summary>Tells the own Pod from an earlier one of the same name; empty when unknown.</summary>
    public string PodUid { get; init; } = "";

    /// <summary>Where recordings are written when something is wrong; empty: nowhere.</summary>
    public string RecordingFolder { get; init; } = "";
}
