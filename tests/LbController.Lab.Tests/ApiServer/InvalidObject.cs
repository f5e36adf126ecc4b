using System.Text.RegularExpressions;

namespace LbController.Lab.Tests.ApiServer;

/// <summary>A file of <c>tests/testdata/invalid</c>: an object, or the object before and after a change, and what is to be said about it.</summary>
internal sealed partial record InvalidObject(string Name, string Field, string Message, bool FoundByParserAlone, IReadOnlyList<string> Documents)
{
    public static string Folder { get; } = Path.Combine(RunningApi.Root, "tests", "testdata", "invalid");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal);

    public static InvalidObject Read(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, name));
        var heads = Head().Matches(text).ToDictionary(match => match.Groups["key"].Value, match => match.Groups["value"].Value, StringComparer.Ordinal);
        return new InvalidObject(name, heads["field"], heads["message"], heads.ContainsKey("found by"), text.Split("\n---\n"));
    }

    [GeneratedRegex("^# (?<key>field|message|found by): (?<value>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Head();
}
