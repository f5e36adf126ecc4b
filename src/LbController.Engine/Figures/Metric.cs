using LbController.Core.Snapshot;

namespace LbController.Engine.Figures;

/// <summary>A metric that a role shows. Names and labels that MetalLB has too mean the same here.</summary>
/// <param name="Name">As Prometheus knows it.</param>
/// <param name="Kind">How its value moves.</param>
/// <param name="Help">For people, in one line.</param>
/// <param name="Labels">The names of its labels.</param>
public sealed record Metric(string Name, MetricKind Kind, string Help, params ValueArray<string> Labels)
{
    /// <summary>One value of this metric.</summary>
    /// <param name="value">In the unit that the metric's name says.</param>
    /// <param name="labels">A value for each label, in their order; an empty one is not shown.</param>
    public Figure Is(double value, params ValueArray<string> labels)
    {
        Core.Invariant.Holds(labels.Count == Labels.Count, $"{Name} has {Labels.Count} labels, not {labels.Count}");
        return new Figure(this, labels, value);
    }
}
