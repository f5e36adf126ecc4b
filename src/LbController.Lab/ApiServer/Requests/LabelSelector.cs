using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>A label selector in its URL form: "a=b,c!=d,e in (f,g),h notin (i),j,!k".</summary>
internal sealed partial class LabelSelector
{
    private readonly IReadOnlyList<Func<JsonObject?, bool>> requirements;

    private LabelSelector(IReadOnlyList<Func<JsonObject?, bool>> requirements) => this.requirements = requirements;

    public static LabelSelector Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new LabelSelector([]);
        }
        return new LabelSelector([.. Separator().Split(text).Select(part => Requirement(part.Trim(), text))]);
    }

    public bool Matches(JsonObject item)
    {
        var labels = item.Object("metadata", "labels");
        return requirements.All(requirement => requirement(labels));
    }

    private static Func<JsonObject?, bool> Requirement(string part, string whole)
    {
        var match = Shape().Match(part);
        if (!match.Success)
        {
            throw Refusals.BadRequest($"unable to parse requirement in label selector \"{whole}\": \"{part}\"");
        }
        var key = match.Groups["key"].Value;
        var value = match.Groups["value"].Value;
        var set = match.Groups["set"].Value.Split(',').Select(one => one.Trim()).ToHashSet(StringComparer.Ordinal);
        return match.Groups["op"].Value switch
        {
            "=" or "==" => labels => string.Equals(labels.Text(key), value, StringComparison.Ordinal),
            "!=" => labels => !string.Equals(labels.Text(key), value, StringComparison.Ordinal),
            "in" => labels => labels.Text(key) is { } given && set.Contains(given),
            "notin" => labels => labels.Text(key) is not { } given || !set.Contains(given),
            _ when match.Groups["not"].Success => labels => labels.Text(key) is null,
            _ => labels => labels.Text(key) is not null,
        };
    }

    [GeneratedRegex(@",(?![^(]*\))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^(?<not>!)?\s*(?<key>[A-Za-z0-9][-A-Za-z0-9_./]*)(\s*(?<op>==|=|!=)\s*(?<value>[-A-Za-z0-9_.]*)|\s+(?<op>in|notin)\s*\((?<set>[^)]*)\))?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();
}
