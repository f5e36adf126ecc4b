using System.Text.Json.Nodes;

namespace LbController.Lab.Bench;

/// <summary>What one side of a comparison showed, in the row's unit.</summary>
internal sealed class Sample(IEnumerable<double> values)
{
    private readonly double[] sorted = [.. values.Order()];

    public int Count => sorted.Length;

    public double Median => Percentile(0.5);

    public double P99 => Percentile(0.99);

    public double Most => sorted.Length == 0 ? double.NaN : sorted[^1];

    public JsonObject ToJson() => new()
    {
        ["n"] = Count,
        ["p50"] = Math.Round(Median, 1),
        ["p99"] = Math.Round(P99, 1),
        ["max"] = Math.Round(Most, 1),
    };

    /// <summary>The nearest rank: a value that was measured.</summary>
    private double Percentile(double share) => sorted.Length == 0 ? double.NaN : sorted[Math.Max((int)Math.Ceiling(share * sorted.Length), 1) - 1];
}
