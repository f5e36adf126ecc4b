using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Crds;

/// <summary>The part of kubectl's JSONPath that printer columns use: fields, indexes, "[*]" and [?(@.field=="value")].</summary>
internal sealed partial class JsonPath
{
    private readonly IReadOnlyList<Func<IEnumerable<JsonNode?>, IEnumerable<JsonNode?>>> steps;

    private JsonPath(IReadOnlyList<Func<IEnumerable<JsonNode?>, IEnumerable<JsonNode?>>> steps) => this.steps = steps;

    public static JsonPath Parse(string text) => new([.. Shape().Matches(text).Select(Step)]);

    public JsonNode? First(JsonNode from) => steps.Aggregate<Func<IEnumerable<JsonNode?>, IEnumerable<JsonNode?>>, IEnumerable<JsonNode?>>(
        [from], (found, step) => step(found)).FirstOrDefault(found => found is not null);

    private static Func<IEnumerable<JsonNode?>, IEnumerable<JsonNode?>> Step(Match match)
    {
        if (match.Groups["all"].Success)
        {
            return found => found.SelectMany(node => node as JsonArray ?? []);
        }
        if (match.Groups["index"] is { Success: true } index)
        {
            var at = int.Parse(index.Value, CultureInfo.InvariantCulture);
            return found => found.Select(node => node is JsonArray items && at < items.Count ? items[at] : null);
        }
        if (match.Groups["key"] is { Success: true } key)
        {
            var wanted = match.Groups["value"].Value;
            return found => found.SelectMany(node => node as JsonArray ?? []).Where(item => string.Equals(item.Node(key.Value).Scalar(), wanted, StringComparison.Ordinal));
        }
        var field = match.Groups["field"].Value.Replace(@"\.", ".", StringComparison.Ordinal);
        return found => found.Select(node => node.Node(field));
    }

    [GeneratedRegex(
        """\[(?<all>\*)\]|\[(?<index>[0-9]+)\]|\[\?\(@\.(?<key>[^=\s]+)\s*==\s*["'](?<value>[^"']*)["']\)\]|\['(?<field>[^']+)'\]|\.(?<field>(\\\.|[^.\[\]])+)""",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();
}
