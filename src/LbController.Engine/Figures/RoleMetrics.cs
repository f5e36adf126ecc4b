namespace LbController.Engine.Figures;

/// <summary>What both roles show about their way to the API server.</summary>
public static class RoleMetrics
{
    public static readonly Metric Updates = new("metallb_k8s_client_updates_total", MetricKind.Counter, "Changes of Kubernetes objects that were taken in.");

    public static readonly Metric UpdateErrors = new("metallb_k8s_client_update_errors_total", MetricKind.Counter, "Writes to the API server that failed or were refused.");

    public static readonly Metric ConfigLoaded = new("metallb_k8s_client_config_loaded_bool", MetricKind.Gauge, "1 once the whole configuration was read.");

    public static readonly Metric ConfigStale = new("metallb_k8s_client_config_stale_bool", MetricKind.Gauge, "1 while an object of the configuration is refused; all others are in use.");

    public static IReadOnlyList<Metric> All { get; } = [Updates, UpdateErrors, ConfigLoaded, ConfigStale];
}
