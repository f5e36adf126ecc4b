using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.ValidationRules;

/// <summary>Objects as expressions see them, by their schema: numbers of type "number" are doubles, timestamps are times.</summary>
internal static class CelValues
{
    private static readonly string[] VisibleMetadata = ["name", "generateName"];

    /// <summary>Of the metadata of a whole object, rules see the name alone.</summary>
    public static object? OfRoot(JsonObject item, JsonObject schema)
    {
        var seen = Fields(item, schema);
        seen["apiVersion"] = item.Text("apiVersion");
        seen["kind"] = item.Text("kind");
        seen["metadata"] = VisibleMetadata.Where(field => item.Node("metadata", field) is not null)
            .ToDictionary(field => field, object? (field) => item.Text("metadata", field), StringComparer.Ordinal);
        return seen;
    }

    public static object? Of(JsonNode? node, JsonObject? schema) => node switch
    {
        JsonObject fields => Fields(fields, schema),
        JsonArray items => items.Select(item => Of(item, schema.Object("items"))).ToArray(),
        JsonValue value => Scalar(value, schema),
        _ => null,
    };

    private static Dictionary<string, object?> Fields(JsonObject fields, JsonObject? schema) => fields
        .Where(field => field.Value is not null)
        .ToDictionary(
            field => field.Key,
            field => Of(field.Value, schema.Object("properties", field.Key) ?? schema.Object("additionalProperties")),
            StringComparer.Ordinal);

    private static object? Scalar(JsonValue value, JsonObject? schema) => value.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when value.Number() is { } whole && schema.Text("type") is not "number" => whole,
        JsonValueKind.Number => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture),
        JsonValueKind.String => Text(value.AsText()!, schema.Text("format")),
        _ => null,
    };

    private static object Text(string text, string? format) =>
        format is "date-time" && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) ? time : text;
}
