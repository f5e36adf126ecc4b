using LbController.Engine.Figures;
using LbController.Host.Metrics;

namespace LbController.Host.Tests.Metrics;

public sealed class TextExpositionTests
{
    private static readonly Metric Plain = new("a_total", MetricKind.Counter, "Counts.");
    private static readonly Metric Labelled = new("b", MetricKind.Gauge, "Has a \\ and\na line.", "x", "y");

    [Fact]
    public void A_metric_is_its_help_its_type_and_a_line_for_each_set_of_labels() =>
        Assert.Equal(
            "# HELP a_total Counts.\n# TYPE a_total counter\na_total 3\n"
            + "# HELP b Has a \\\\ and\\na line.\n# TYPE b gauge\nb{x=\"1\",y=\"2\"} 0.5\nb{x=\"3\",y=\"4\"} 1E+20\n",
            TextExposition.Write([Plain, Labelled], [Labelled.Is(0.5, "1", "2"), Plain.Is(3), Labelled.Is(1e20, "3", "4")]));

    [Fact]
    public void A_label_value_is_escaped() =>
        Assert.EndsWith("b{x=\"a\\\"b\\\\c\\nd\",y=\"é\"} 1\n", TextExposition.Write([Labelled], [Labelled.Is(1, "a\"b\\c\nd", "é")]), StringComparison.Ordinal);

    [Fact]
    public void An_empty_label_is_left_out() =>
        Assert.EndsWith("\nb{x=\"1\"} 1\n", TextExposition.Write([Labelled], [Labelled.Is(1, "1", "")]), StringComparison.Ordinal);

    [Fact]
    public void A_metric_without_a_value_is_not_shown() => Assert.Equal("", TextExposition.Write([Plain], []));
}
