using System.Globalization;
using System.Text;
using LbController.Engine.Figures;

namespace LbController.Host.Metrics;

/// <summary>
/// Prometheus' text format, version 0.0.4: for each metric its help, its type and a line for each set of labels. Metrics come in the
/// order of their definition and are left out while they have no value.
/// </summary>
internal static class TextExposition
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IEnumerable<Metric> metrics, IEnumerable<Figure> figures)
    {
        var text = new StringBuilder();
        var byMetric = figures.ToLookup(figure => figure.Metric);
        foreach (var metric in metrics.Where(metric => byMetric[metric].Any()))
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {metric.Name} {Escape(metric.Help, isLabel: false)}\n");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {metric.Name} {(metric.Kind == MetricKind.Counter ? "counter" : "gauge")}\n");
            foreach (var figure in byMetric[metric])
            {
                text.Append(metric.Name);
                WriteLabels(text, figure);
                text.Append(' ').Append(figure.Value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
            }
        }

        return text.ToString();
    }

    private static void WriteLabels(StringBuilder text, Figure figure)
    {
        var shown = figure.Metric.Labels.Zip(figure.Labels).Where(pair => pair.Second.Length > 0).ToList();
        if (shown.Count > 0)
        {
            text.Append('{').AppendJoin(',', shown.Select(pair => $"{pair.First}=\"{Escape(pair.Second, isLabel: true)}\"")).Append('}');
        }
    }

    private static string Escape(string value, bool isLabel)
    {
        var escaped = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return isLabel ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
