using LbController.Core.Snapshot;

namespace LbController.Engine.Figures;

/// <summary>The value of a metric at this moment, for one set of label values.</summary>
public sealed record Figure(Metric Metric, ValueArray<string> Labels, double Value);
