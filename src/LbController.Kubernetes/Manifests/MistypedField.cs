using System.Text.Json;
using System.Text.Json.Nodes;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Kubernetes.Manifests;

/// <summary>Says which field of a manifest has a value of the wrong type.</summary>
internal static class MistypedField
{
    private const int LongestValue = 80;

    /// <param name="kind">The object's kind.</param>
    /// <param name="key">The object's name.</param>
    /// <param name="item">The object.</param>
    /// <param name="failure">Why it could not be read.</param>
    public static ConfigError ErrorOf(string kind, ObjectKey key, JsonObject item, Exception failure)
    {
        if (failure is not JsonException { Path: ['$', '.', .. var field] })
        {
            return new ConfigError(kind, key, "spec", $"cannot be read: {failure.Message}");
        }

        var value = Find(item, field)?.ToJsonString() ?? "null";
        var shown = value.Length <= LongestValue ? value : string.Concat(value.AsSpan(0, LongestValue), "…");
        return new ConfigError(kind, key, field, $"'{shown}' is of the wrong type, or too large; 'kubectl explain {kind.ToLowerInvariant()}.{WithoutIndices(field)}' tells the right one");
    }

    /// <summary>Takes the field at fault out, so that the others can be looked at; false: it cannot be told which it is.</summary>
    /// <param name="item">The object.</param>
    /// <param name="failure">Why it could not be read.</param>
    public static bool TakeOut(JsonObject item, Exception failure)
    {
        if (failure is not JsonException { Path: ['$', '.', .. var field] })
        {
            return false;
        }

        switch (Find(item, field)?.Parent)
        {
            case JsonObject map:
                return map.Remove(field[(field.LastIndexOf('.') + 1)..]);
            case JsonArray list:
                return list.Remove(Find(item, field));
            default:
                return false;
        }
    }

    private static JsonNode? Find(JsonNode? node, string path)
    {
        foreach (var step in path.Split('.', '['))
        {
            node = (node, step) switch
            {
                (JsonObject map, _) => map[step],
                (JsonArray list, [.. var digits, ']']) when int.TryParse(digits, out var index) && index < list.Count => list[index],
                _ => null,
            };
        }

        return node;
    }

    private static string WithoutIndices(string path) => string.Join('.', path.Split('.').Select(step => step.Split('[')[0]));
}
