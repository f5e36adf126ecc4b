using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Applying;

/// <summary>The steps of a path in the form FieldsV1: <c>f:name</c>, <c>k:{"key":value}</c>, <c>v:value</c>; a dot is the item itself.</summary>
internal static class FieldKeys
{
    public const string Self = ".";

    public static string OfField(string name) => "f:" + name;

    public static string OfItem(JsonObject item, IReadOnlyList<string> keys)
    {
        var named = new JsonObject();
        foreach (var key in keys.Order(StringComparer.Ordinal))
        {
            named[key] = KeyValue(item, key);
        }

        return "k:" + named.ToJsonString(JsonText.Relaxed);
    }

    public static string OfValue(JsonNode? value) => "v:" + (value?.ToJsonString(JsonText.Relaxed) ?? "null");

    /// <summary>The member of an object or a list that a step leads to; false: there is none.</summary>
    public static bool TryFollow(JsonNode? from, string step, out JsonNode? member)
    {
        member = null;
        switch (step[..2], from)
        {
            case ("f:", JsonObject fields):
                return fields.TryGetPropertyValue(step[2..], out member);
            case ("k:", JsonArray items):
                member = items.OfType<JsonObject>().FirstOrDefault(item => IsNamed(item, step));
                return member is not null;
            case ("v:", JsonArray values):
                member = values.FirstOrDefault(value => string.Equals(OfValue(value), step, StringComparison.Ordinal));
                return member is not null;
            default:
                return false;
        }
    }

    public static void Remove(JsonNode? from, string step)
    {
        switch (from)
        {
            case JsonObject fields:
                fields.Remove(step[2..]);
                break;
            case JsonArray items when TryFollow(items, step, out var member):
                items.Remove(member);
                break;
            default:
                break;
        }
    }

    /// <summary>One more step of a path as messages show it: <c>.spec.ports[port=80,protocol="TCP"].targetPort</c>.</summary>
    public static string Show(string step) => step switch
    {
        Self => string.Empty,
        _ when step.StartsWith("f:", StringComparison.Ordinal) => "." + step[2..],
        _ when step.StartsWith("v:", StringComparison.Ordinal) => $"[={step[2..]}]",
        _ => $"[{string.Join(',', ((JsonObject)JsonNode.Parse(step[2..])!).Select(pair => $"{pair.Key}={pair.Value?.ToJsonString()}"))}]",
    };

    private static bool IsNamed(JsonObject item, string step) =>
        JsonNode.Parse(step[2..]) is JsonObject keys && keys.All(pair => JsonNode.DeepEquals(KeyValue(item, pair.Key), pair.Value));

    /// <summary>A protocol that is not written is TCP.</summary>
    private static JsonNode? KeyValue(JsonObject item, string key) => item[key]?.DeepClone() ?? (key is "protocol" ? JsonValue.Create("TCP") : null);
}
