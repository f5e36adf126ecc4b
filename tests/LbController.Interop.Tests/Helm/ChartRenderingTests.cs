using System.Text.RegularExpressions;
using LbController.Interop.Tests.ApiServer;
using LbController.Lab.Processes;

namespace LbController.Interop.Tests.Helm;

/// <summary>
/// What real helm makes of the chart, case by case: <c>values.yaml</c> in, <c>rendered.yaml</c> or the sentences of <c>refused.txt</c> out.
/// <c>UPDATE_GOLDEN=1</c> writes what came out.
/// </summary>
public sealed partial class ChartRenderingTests
{
    private static readonly string Chart = Path.Combine(Programs.Root, "charts", "lb-controller");
    private static readonly string Folder = Path.Combine(Programs.Root, "tests", "testdata", "charts");

    public static IEnumerable<TheoryDataRow<string>> Cases =>
        Directory.GetDirectories(Folder).Order(StringComparer.Ordinal).Select(folder => new TheoryDataRow<string>(Path.GetFileName(folder)));

    [Fact]
    public void There_are_cases_that_render_and_cases_that_are_refused()
    {
        Assert.NotEmpty(Directory.GetFiles(Folder, "rendered.yaml", SearchOption.AllDirectories));
        Assert.NotEmpty(Directory.GetFiles(Folder, "refused.txt", SearchOption.AllDirectories));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Values_render_as_before(string name)
    {
        var folder = Path.Combine(Folder, name);
        var result = await Tool.TryRunAsync(
            RepositoryTools.Helm,
            ["template", "lb-controller", Chart, "--namespace", "metallb-system", "--values", Path.Combine(folder, "values.yaml")],
            TestContext.Current.CancellationToken);
        var isRendered = result.ExitCode == 0;
        Assert.Equal(!name.StartsWith("refused-", StringComparison.Ordinal), isRendered);
        AssertGolden(Path.Combine(folder, isRendered ? "rendered.yaml" : "refused.txt"), isRendered ? WithoutKey(result.Output) : result.Error.Trim() + "\n");
    }

    [Fact]
    public async Task The_plain_manifests_are_those_of_the_chart()
    {
        var rendered = await Tool.RunAsync(
            RepositoryTools.Helm,
            [
                "template", "lb-controller", Chart, "--namespace", "metallb-system", "--include-crds",
                "--set", "namespace.create=true,speaker.secretName=memberlist,tests.enabled=false",
            ],
            TestContext.Current.CancellationToken);
        const string head = """
            # Made from the chart, for those who use kubectl alone: kubectl apply --server-side -f charts/lb-controller.yaml
            # The speakers wait for the key by which they trust each other; make it once:
            #   kubectl -n metallb-system create secret generic memberlist --from-literal=secretkey="$(openssl rand -base64 32)"

            """;
        AssertGolden(Path.Combine(Programs.Root, "charts", "lb-controller.yaml"), head + rendered);
    }

    private static void AssertGolden(string file, string actual)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, actual);
        }

        Assert.Equal(File.ReadAllText(file), actual);
    }

    /// <summary>The chart draws a key at random.</summary>
    private static string WithoutKey(string rendered) => SecretKey().Replace(rendered, "secretkey: (drawn at random)");

    [GeneratedRegex(@"secretkey: \S{40,}", RegexOptions.None, 1000)]
    private static partial Regex SecretKey();
}
