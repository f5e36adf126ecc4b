using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LbController.Lab.ApiServer.Json;

/// <summary>Reads fields of loosely typed objects; a missing field or one of another type reads as null.</summary>
internal static class JsonReading
{
    public static JsonNode? Node(this JsonNode? from, params ReadOnlySpan<string> path)
    {
        foreach (var field in path)
        {
            if (from is not JsonObject parent || !parent.TryGetPropertyValue(field, out from))
            {
                return null;
            }
        }
        return from;
    }

    public static JsonObject? Object(this JsonNode? from, params ReadOnlySpan<string> path) => from.Node(path) as JsonObject;

    public static JsonArray? Array(this JsonNode? from, params ReadOnlySpan<string> path) => from.Node(path) as JsonArray;

    public static IEnumerable<JsonObject> Objects(this JsonNode? from, params ReadOnlySpan<string> path) =>
        (from.Node(path) as JsonArray)?.OfType<JsonObject>() ?? [];

    public static IEnumerable<string> Texts(this JsonNode? from, params ReadOnlySpan<string> path) =>
        (from.Node(path) as JsonArray)?.Select(item => item.AsText()).OfType<string>() ?? [];

    public static string? Text(this JsonNode? from, params ReadOnlySpan<string> path) => from.Node(path).AsText();

    public static string? AsText(this JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static bool? Bool(this JsonNode? from, params ReadOnlySpan<string> path) =>
        from.Node(path) is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    public static long? Number(this JsonNode? from, params ReadOnlySpan<string> path)
    {
        var node = from.Node(path);
        return node?.GetValueKind() == JsonValueKind.Number
            && long.TryParse(node.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    /// <summary>The scalar as a selector or a table cell shows it; null for objects, arrays and null.</summary>
    public static string? Scalar(this JsonNode? node) =>
        node is JsonValue ? node.AsText() ?? node.ToJsonString() : null;

    /// <summary>The object at the path, made (with its parents) where it is missing.</summary>
    public static JsonObject Ensure(this JsonObject from, params ReadOnlySpan<string> path)
    {
        foreach (var field in path)
        {
            if (from[field] is not JsonObject next)
            {
                next = [];
                from[field] = next;
            }
            from = next;
        }
        return from;
    }

    /// <summary>Sets the field when it is absent or null.</summary>
    public static void Default(this JsonObject from, string field, JsonNode value)
    {
        if (from[field] is null)
        {
            from[field] = value;
        }
    }

    public static JsonObject Copy(this JsonObject from) => (JsonObject)from.DeepClone();

    public static JsonArray ArrayOf(IEnumerable<string> items) => new([.. items.Select(item => JsonValue.Create(item))]);
}
