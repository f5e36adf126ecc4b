using System.Text.RegularExpressions;
using LbController.Engine.Figures;
using LbController.Host.Metrics;

namespace LbController.Host.Tests.Metrics;

/// <summary>Alerts and dashboards of the chart ask for metrics that the programs show, by labels that those have.</summary>
public sealed partial class ChartMetricsTests
{
    private static readonly Dictionary<string, Metric> Known = ControllerMetrics.All.Concat(SpeakerMetrics.All).Concat(ProcessMetrics.All)
        .DistinctBy(metric => metric.Name)
        .ToDictionary(metric => metric.Name, StringComparer.Ordinal);

    [Theory]
    [InlineData("templates/prometheusrule.yaml", 9)]
    [InlineData("dashboards/lb-controller.json", 15)]
    public void Every_metric_is_one_of_ours(string file, int least)
    {
        var used = Metrics().Matches(Read(file)).Select(match => match.Value).Distinct().ToList();
        Assert.True(used.Count >= least, string.Join(' ', used));
        Assert.All(used, name => Assert.Contains(name, Known));
    }

    [Theory]
    [InlineData("templates/prometheusrule.yaml")]
    [InlineData("dashboards/lb-controller.json")]
    public void Every_label_that_is_grouped_by_is_one_of_the_metric(string file)
    {
        var grouped = Grouped().Matches(Read(file));
        Assert.NotEmpty(grouped);
        Assert.All(grouped, match => Assert.All(
            match.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries).Where(label => label != "pod"),
            label => Assert.Contains(label, Known[match.Groups["metric"].Value].Labels)));
    }

    private static string Read(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LbController.sln")))
        {
            folder = folder.Parent!;
        }

        return File.ReadAllText(Path.Combine(folder.FullName, "charts", "lb-controller", file));
    }

    [GeneratedRegex(@"\b(metallb|lbcontroller|process)_[a-z0-9_]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Metrics();

    [GeneratedRegex(@"by \((?<labels>[a-z, ]+)\) \((rate\()?(?<metric>(metallb|lbcontroller|process)_[a-z0-9_]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Grouped();
}
