using System.Text.RegularExpressions;
using LbController.Interop.Tests.ApiServer;
using LbController.Lab.Processes;

namespace LbController.Interop.Tests.Docs;

/// <summary>Commands in the documents that are marked as tested run as they stand, one after the other, with real kubectl and helm against an embedded API.</summary>
public sealed partial class DocumentCommandTests : IDisposable
{
    /// <summary>Exit code 3 of kubectl-lb: the look went well and found something.</summary>
    private const string LooksMayFind = "kubectl() { command kubectl \"$@\" || { code=$?; [ \"$1 $code\" = 'lb 3' ] || return $code; }; }";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lb-docs-");

    public static IEnumerable<TheoryDataRow<string>> Documents => Directory.GetFiles(Path.Combine(Programs.Root, "docs"), "*.md", SearchOption.AllDirectories)
        .Append(Path.Combine(Programs.Root, "README.md"))
        .Where(file => Block().IsMatch(File.ReadAllText(file)))
        .Order(StringComparer.Ordinal)
        .Select(file => new TheoryDataRow<string>(Path.GetRelativePath(Programs.Root, file)));

    [Fact]
    public void Most_documents_have_tested_commands() => Assert.True(Documents.Count() >= 10, $"{Documents.Count()} documents");

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task The_commands_of_a_document_work(string document)
    {
        var blocks = Block().Matches(await File.ReadAllTextAsync(Path.Combine(Programs.Root, document), TestContext.Current.CancellationToken)).Select(match => match.Groups["text"].Value);
        var number = 0;
        foreach (var block in blocks)
        {
            // Each block begins with a cluster of its own, as a reader does who has read no other.
            var kubeconfig = Path.Combine(folder.FullName, $"kubeconfig-{++number}");
            using var api = ApiServerFixture.Start(kubeconfig, "--crds", Programs.Crds);
            Assert.Equal("ready", await api.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
            try
            {
                await RunAsync(block, kubeconfig);
            }
            finally
            {
                api.Kill();
                await api.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task RunAsync(string block, string kubeconfig)
    {
        var plugins = folder.CreateSubdirectory("bin").FullName;
        var plugin = Path.Combine(plugins, "kubectl-lb");
        if (!File.Exists(plugin))
        {
            File.CreateSymbolicLink(plugin, Path.Combine(Programs.Image.Cli, "kubectl-lb"));
        }

        var path = $"{plugins}:{Path.GetDirectoryName(RepositoryTools.Kubectl)}:{Environment.GetEnvironmentVariable("PATH")}";
        var script = $"set -euo pipefail\ncd '{Programs.Root}'\nexport KUBECONFIG='{kubeconfig}' PATH='{path}' HOME='{folder.FullName}'\n{LooksMayFind}\n{block}";
        var result = await Tool.TryRunAsync("bash", ["-c", script], TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, $"exit code {result.ExitCode} of\n{block}\n{result.Output}{result.Error}");
        Assert.DoesNotContain("unknown flag", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Try --help", result.Error, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"<!-- tested -->\n```sh\n(?<text>.*?)```", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Block();
}
