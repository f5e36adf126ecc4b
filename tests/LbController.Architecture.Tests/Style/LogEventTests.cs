using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LbController.Architecture.Tests.Style;

/// <summary>
/// Every log line has an id of its own, in the range of its project. <c>docs/reference/log-events.md</c> is made from the sources;
/// <c>UPDATE_GOLDEN=1</c> writes it anew.
/// </summary>
public sealed partial class LogEventTests
{
    private const string Rows = "<!-- made from the sources -->\n";

    private static readonly (string Project, int First)[] Ranges = [("Host", 100), ("Kubernetes", 200), ("Linux", 300)];

    [Fact]
    public void Ids_are_unique_and_in_the_range_of_their_project()
    {
        var events = Ranges.SelectMany(range => EventsOf(range.Project)).ToList();
        Assert.True(events.Count > 20, "the log lines are not found");
        Assert.Distinct(events.Select(entry => entry.Id));
        Assert.All(Ranges, range => Assert.All(EventsOf(range.Project), entry => Assert.InRange(entry.Id, range.First, range.First + 99)));
    }

    [Fact]
    public void Nothing_is_logged_without_an_id() =>
        Assert.All(
            Ranges.SelectMany(range => Repository.Files($"src/LbController.{range.Project}", "*.cs")),
            file => Assert.DoesNotMatch(Loose(), File.ReadAllText(file)));

    [Theory]
    [InlineData("logger.LogWarning(\"x\")")]
    [InlineData("logger.Log(level, \"x\")")]
    [InlineData("[LoggerMessage(Level = LogLevel.Debug, Message = \"x\")]")]
    public void The_check_sees_a_loose_line(string code) => Assert.Matches(Loose(), code);

    [Fact]
    public void The_document_lists_them_all()
    {
        var file = Path.Combine(Repository.Root, "docs", "reference", "log-events.md");
        var text = File.ReadAllText(file);
        var table = new StringBuilder("\n| id | level | line |\n|---|---|---|\n");
        foreach (var (id, level, message) in Ranges.SelectMany(range => EventsOf(range.Project)).OrderBy(entry => entry.Id))
        {
            table.Append(CultureInfo.InvariantCulture, $"| {id} | {level} | {message.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }

        var expected = text[..(text.IndexOf(Rows, StringComparison.Ordinal) + Rows.Length)] + table;
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, expected);
        }

        Assert.Equal(expected, File.ReadAllText(file));
    }

    private static IEnumerable<(int Id, string Level, string Message)> EventsOf(string project) =>
        from file in Repository.Files($"src/LbController.{project}", "*.cs")
        from Match match in Declared().Matches(File.ReadAllText(file))
        select (int.Parse(match.Groups["id"].Value, CultureInfo.InvariantCulture), match.Groups["level"].Value, match.Groups["message"].Value);

    [GeneratedRegex(@"\[LoggerMessage\(EventId = (?<id>\d+), Level = LogLevel\.(?<level>\w+), Message = ""(?<message>(?:[^""\\]|\\.)*)""\)\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Declared();

    [GeneratedRegex(@"\b\w*[lL]ogger\.Log(Trace|Debug|Information|Warning|Error|Critical)?\(|LoggerMessage\((?!EventId = [1-9])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Loose();
}
