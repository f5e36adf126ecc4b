namespace LbController.Engine.Figures;

/// <summary>How the value of a metric moves.</summary>
public enum MetricKind
{
    /// <summary>Only up, from the start of the process.</summary>
    Counter,

    /// <summary>Up and down.</summary>
    Gauge,
}
