using System.Text.RegularExpressions;

namespace LbController.Architecture.Tests.Style;

/// <summary>What the documents point at is there.</summary>
public sealed partial class DocumentTests
{
    public static IEnumerable<TheoryDataRow<string>> Documents => new[] { "README.md", "DESIGN.md", "CONTRIBUTING.md", "CHANGELOG.md" }
        .Select(name => Path.Combine(Repository.Root, name))
        .Concat(Repository.Files("docs", "*.md"))
        .Concat(Repository.Files("src", "README.md"))
        .Select(file => new TheoryDataRow<string>(Repository.Short(file)));

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_and_paths_lead_somewhere(string document)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, document));
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        Assert.All(Link().Matches(text), match => Assert.True(Path.Exists(Path.Combine(folder, match.Groups["target"].Value)), $"{document}: {match.Value}"));
        Assert.All(
            CodePath().Matches(text),
            match => Assert.True(
                Path.Exists(Path.Combine(Repository.Root, match.Groups["path"].Value)) || Path.Exists(Path.Combine(folder, match.Groups["path"].Value)),
                $"{document}: {match.Value}"));
    }

    [Fact]
    public void A_project_says_where_to_start_reading() =>
        Assert.All(Directory.GetDirectories(Path.Combine(Repository.Root, "src")), folder => Assert.True(File.Exists(Path.Combine(folder, "README.md")), folder));

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_make_target_that_a_document_names_exists(string target) =>
        Assert.Matches(new Regex($"(?m)^{Regex.Escape(target)}:", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)), File.ReadAllText(Path.Combine(Repository.Root, "Makefile")));

    public static IEnumerable<TheoryDataRow<string>> Targets => new[] { "README.md", "CONTRIBUTING.md" }
        .SelectMany(name => MakeTarget().Matches(File.ReadAllText(Path.Combine(Repository.Root, name))))
        .Select(match => match.Groups["target"].Value)
        .Distinct()
        .Select(target => new TheoryDataRow<string>(target));

    [GeneratedRegex(@"\]\((?<target>[^)#:]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    /// <summary>A path in code type that begins at a folder of the repository, or ends like a source file.</summary>
    [GeneratedRegex(@"`(?<path>(src|tests|charts|crds|samples|docs|scripts)/[\w./-]+|[A-Z]\w+/[\w./]+\.cs)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodePath();

    [GeneratedRegex(@"(?m)(^ {4}|`)make (?<target>[a-z-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MakeTarget();
}
