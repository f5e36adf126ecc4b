using System.Globalization;
using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Requests;

namespace LbController.Lab.ApiServer.Patching;

/// <summary>JSON patch, RFC 6902, with the pointers of RFC 6901.</summary>
internal static class JsonPatch
{
    public static JsonObject Apply(JsonObject target, JsonArray operations)
    {
        JsonNode? root = target;
        foreach (var operation in operations.OfType<JsonObject>())
        {
            var path = Pointer(operation, "path");
            switch (operation.Text("op"))
            {
                case "add":
                    Add(ref root, path, operation["value"]?.DeepClone());
                    break;
                case "remove":
                    Remove(root, path);
                    break;
                case "replace":
                    Remove(root, path);
                    Add(ref root, path, operation["value"]?.DeepClone());
                    break;
                case "move":
                    var moved = Find(root, Pointer(operation, "from"));
                    Remove(root, Pointer(operation, "from"));
                    Add(ref root, path, moved?.DeepClone());
                    break;
                case "copy":
                    Add(ref root, path, Find(root, Pointer(operation, "from"))?.DeepClone());
                    break;
                case "test":
                    Test(root, path, operation["value"]);
                    break;
                default:
                    throw Refusals.BadRequest($"unknown JSON patch operation {operation["op"]?.ToJsonString() ?? "(none)"}");
            }
        }
        return root as JsonObject ?? throw Refusals.BadRequest("the patch leaves no object");
    }

    private static string[] Pointer(JsonObject operation, string field)
    {
        var text = operation.Text(field) ?? throw Refusals.BadRequest($"a JSON patch operation lacks \"{field}\"");
        return text.Length == 0 ? [] : [.. text.TrimStart('/').Split('/').Select(Unescape)];
    }

    private static string Unescape(string part) =>
        part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static void Test(JsonNode? root, string[] path, JsonNode? wanted)
    {
        if (!JsonNode.DeepEquals(Find(root, path), wanted))
        {
            throw new ApiException(422, "Invalid", $"the server rejected our request due to an error in our request: testing value {Shown(path)} failed");
        }
    }

    private static JsonNode? Find(JsonNode? from, string[] path)
    {
        foreach (var part in path)
        {
            from = from switch
            {
                JsonObject fields when fields.TryGetPropertyValue(part, out var value) => value,
                JsonArray items when Index(part) is { } at && at < items.Count => items[at],
                _ => throw Missing(path),
            };
        }
        return from;
    }

    private static void Add(ref JsonNode? root, string[] path, JsonNode? value)
    {
        if (path.Length == 0)
        {
            root = value;
            return;
        }
        switch (Find(root, path[..^1]))
        {
            case JsonObject fields:
                fields[path[^1]] = value;
                break;
            case JsonArray items when path[^1] is "-":
                items.Add(value);
                break;
            case JsonArray items when Index(path[^1]) is { } at && at <= items.Count:
                items.Insert(at, value);
                break;
            default:
                throw Missing(path);
        }
    }

    private static void Remove(JsonNode? root, string[] path)
    {
        var removed = path.Length > 0 && Find(root, path[..^1]) switch
        {
            JsonObject fields => fields.Remove(path[^1]),
            JsonArray items when Index(path[^1]) is { } at && at < items.Count => RemoveAt(items, at),
            _ => false,
        };
        if (!removed)
        {
            throw Missing(path);
        }
    }

    private static bool RemoveAt(JsonArray items, int at)
    {
        items.RemoveAt(at);
        return true;
    }

    private static int? Index(string part) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : null;

    private static ApiException Missing(string[] path) =>
        new(422, "Invalid", $"the server rejected our request due to an error in our request: the path {Shown(path)} does not exist");

    private static string Shown(string[] path) => "/" + string.Join('/', path);
}
