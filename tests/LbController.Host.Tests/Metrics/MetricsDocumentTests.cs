using LbController.Engine.Figures;
using LbController.Host.Metrics;

namespace LbController.Host.Tests.Metrics;

/// <summary><c>docs/reference/metrics.md</c> is made from the definitions. <c>UPDATE_GOLDEN=1</c> writes it anew.</summary>
public sealed class MetricsDocumentTests
{
    private const string Rows = "<!-- made from the definitions -->\n";

    [Fact]
    public void The_document_says_what_the_programs_show()
    {
        var file = Path.Combine(Root(), "docs", "reference", "metrics.md");
        var text = File.ReadAllText(file);
        var expected = text[..(text.IndexOf(Rows, StringComparison.Ordinal) + Rows.Length)] + Tables();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, expected);
        }

        Assert.Equal(expected, File.ReadAllText(file));
    }

    [Fact]
    public void No_role_shows_two_metrics_of_one_name()
    {
        Assert.Distinct(ControllerMetrics.All.Concat(ProcessMetrics.All).Select(metric => metric.Name));
        Assert.Distinct(SpeakerMetrics.All.Concat(BfdMetrics.All).Concat(ProcessMetrics.All).Select(metric => metric.Name));
    }

    private static string Tables() => string.Concat(
        Table("Both programs", RoleMetrics.All.Concat(ProcessMetrics.All)),
        Table("Controller", ControllerMetrics.All.Except(RoleMetrics.All)),
        Table("Speaker", SpeakerMetrics.All.Except(RoleMetrics.All).Concat(BfdMetrics.All)));

    private static string Table(string title, IEnumerable<Metric> metrics) =>
        $"\n## {title}\n\n| metric | type | labels | what |\n|---|---|---|---|\n" + string.Concat(metrics.Select(Row));

    private static string Row(Metric metric) =>
        $"| `{metric.Name}` | {(metric.Kind == MetricKind.Counter ? "counter" : "gauge")} | {string.Join(", ", metric.Labels.Select(label => $"`{label}`"))} | {metric.Help} |\n";

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LbController.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
