using System.Text.Json;
using System.Text.Json.Nodes;

namespace LbController.Host.StatusPage;

/// <summary>What the page draws, from the objects as they are in the API; pure.</summary>
internal static class StatusView
{
    private const int MostTransitions = 30;
    private const string PoolAnnotation = "metallb.io/ip-allocated-from-pool";

    public static JsonObject Of(StatusObjects objects) => new()
    {
        ["pools"] = new JsonArray([.. objects.Pools.OrderBy(Name, StringComparer.Ordinal).Select(Pool)]),
        ["addresses"] = new JsonArray([.. objects.Services.OrderBy(Key, StringComparer.Ordinal).SelectMany(service => Addresses(service, objects))]),
        ["sessions"] = new JsonArray([.. objects.Sessions.Select(Session)]),
        ["transitions"] = new JsonArray([.. objects.Events.Where(IsOurs).OrderByDescending(When, StringComparer.Ordinal).Take(MostTransitions).Select(Transition)]),
    };

    private static JsonNode Pool(JsonElement pool)
    {
        var status = Field(pool, "status");
        return new JsonObject
        {
            ["name"] = Name(pool),
            ["ranges"] = new JsonArray([.. Items(Field(pool, "spec"), "addresses").Select(range => (JsonNode)range.ToString())]),
            ["used"] = Number(status, "assignedIPv4") + Number(status, "assignedIPv6"),
            ["free"] = Number(status, "availableIPv4") + Number(status, "availableIPv6"),
        };
    }

    private static IEnumerable<JsonNode> Addresses(JsonElement service, StatusObjects objects)
    {
        var owners = About(service, objects.L2Statuses).Select(status => Text(status, "node")).Order(StringComparer.Ordinal).ToList();
        var peers = About(service, objects.BgpStatuses)
            .SelectMany(status => Items(status, "peers").Select(peer => $"{peer} from {Text(status, "node")}"))
            .Order(StringComparer.Ordinal)
            .ToList();
        foreach (var entry in Items(Field(Field(service, "status"), "loadBalancer"), "ingress"))
        {
            yield return new JsonObject
            {
                ["address"] = Text(entry, "ip"),
                ["service"] = Key(service),
                ["pool"] = Text(Field(Field(service, "metadata"), "annotations"), PoolAnnotation),
                ["owners"] = new JsonArray([.. owners.Select(owner => (JsonNode)owner)]),
                ["peers"] = new JsonArray([.. peers.Select(peer => (JsonNode)peer)]),
            };
        }
    }

    private static IEnumerable<JsonElement> About(JsonElement service, IEnumerable<JsonElement> statuses) => statuses
        .Select(item => Field(item, "status"))
        .Where(status => $"{Text(status, "serviceNamespace")}/{Text(status, "serviceName")}" == Key(service));

    private static JsonNode Session(JsonElement item)
    {
        var status = Field(item, "status");
        return new JsonObject { ["node"] = Text(status, "node"), ["peer"] = Text(status, "peer"), ["state"] = Text(status, "state"), ["since"] = Text(status, "since") };
    }

    private static bool IsOurs(JsonElement item) => Text(Field(item, "source"), "component").StartsWith("metallb-", StringComparison.Ordinal);

    private static JsonNode Transition(JsonElement item)
    {
        var about = Field(item, "involvedObject");
        return new JsonObject
        {
            ["when"] = When(item),
            ["object"] = $"{Text(about, "kind")} {(Text(about, "namespace") is { Length: > 0 } space ? space + "/" : "")}{Text(about, "name")}",
            ["reason"] = Text(item, "reason"),
            ["message"] = Text(item, "message"),
        };
    }

    private static string When(JsonElement item) => Text(item, "lastTimestamp");

    private static string Name(JsonElement item) => Text(Field(item, "metadata"), "name");

    private static string Key(JsonElement item) => $"{Text(Field(item, "metadata"), "namespace")}/{Name(item)}";

    private static JsonElement Field(JsonElement item, string name) => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) ? value : default;

    private static string Text(JsonElement item, string name) => Field(item, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    private static long Number(JsonElement item, string name) => Field(item, name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : 0;

    private static JsonElement.ArrayEnumerator Items(JsonElement item, string name) => Field(item, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;
}
