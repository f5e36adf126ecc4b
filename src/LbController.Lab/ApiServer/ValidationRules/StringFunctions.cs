using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;

namespace LbController.Lab.ApiServer.ValidationRules;

/// <summary>The functions on text that Kubernetes adds to the language, and one that replaces the library's; positions count characters.</summary>
internal static class StringFunctions
{
    private static readonly TimeSpan RegexLimit = TimeSpan.FromSeconds(1);

    private static readonly Type Text = typeof(string);

    private static readonly Type Whole = typeof(long);

    public static IReadOnlyList<(string Name, Type[] Arguments, Func<object?[], object?> Body)> All { get; } =
    [
        ("charAt", [Text, Whole], given => Slice(given, At(given, 1), At(given, 1) == Of(given, 0).Length ? At(given, 1) : At(given, 1) + 1)),
        ("contains", [Text, Text], given => Of(given, 0).Contains(Of(given, 1), StringComparison.Ordinal)),
        ("duration", [Text], given => GoDuration.Parse(Of(given, 0))),
        ("find", [Text, Text], given => Regex.Match(Of(given, 0), Of(given, 1), RegexOptions.None, RegexLimit).Value),
        ("findAll", [Text, Text], given => Regex.Matches(Of(given, 0), Of(given, 1), RegexOptions.None, RegexLimit).Select(match => (object?)match.Value).ToArray()),
        ("indexOf", [Text, Text], given => (long)Of(given, 0).IndexOf(Of(given, 1), StringComparison.Ordinal)),
        ("indexOf", [Text, Text, Whole], given => (long)Of(given, 0).IndexOf(Of(given, 1), At(given, 2), StringComparison.Ordinal)),
        ("join", [typeof(object)], given => Join(given[0], string.Empty)),
        ("join", [typeof(object), Text], given => Join(given[0], Of(given, 1))),
        ("lastIndexOf", [Text, Text], given => (long)Of(given, 0).LastIndexOf(Of(given, 1), StringComparison.Ordinal)),
        ("lowerAscii", [Text], given => string.Concat(Of(given, 0).Select(one => char.IsAsciiLetterUpper(one) ? char.ToLowerInvariant(one) : one))),
        ("replace", [Text, Text, Text], given => Of(given, 0).Replace(Of(given, 1), Of(given, 2), StringComparison.Ordinal)),
        ("split", [Text, Text], given => Split(Of(given, 0), Of(given, 1), -1)),
        ("split", [Text, Text, Whole], given => Split(Of(given, 0), Of(given, 1), At(given, 2))),
        ("substring", [Text, Whole], given => Slice(given, At(given, 1), Of(given, 0).Length)),
        ("substring", [Text, Whole, Whole], given => Slice(given, At(given, 1), At(given, 2))),
        ("trim", [Text], given => Of(given, 0).Trim()),
        ("upperAscii", [Text], given => string.Concat(Of(given, 0).Select(one => char.IsAsciiLetterLower(one) ? char.ToUpperInvariant(one) : one))),
    ];

    private static string Of(object?[] given, int at) => (string)given[at]!;

    private static int At(object?[] given, int at) => Convert.ToInt32(given[at], CultureInfo.InvariantCulture);

    private static string Slice(object?[] given, int from, int to) => Of(given, 0)[from..to];

    private static string Join(object? list, string between) => string.Join(between, ((IEnumerable)list!).Cast<object?>());

    private static object?[] Split(string text, string at, int limit)
    {
        if (limit == 0)
        {
            return [];
        }
        string[] parts = at.Length == 0 ? [.. text.Select(one => one.ToString())] : limit < 0 ? text.Split(at) : text.Split(at, limit);
        return [.. parts];
    }
}
