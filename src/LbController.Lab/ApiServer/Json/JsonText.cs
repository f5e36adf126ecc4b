using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LbController.Lab.ApiServer.Json;

/// <summary>Objects to and from UTF-8 JSON.</summary>
internal static class JsonText
{
    /// <summary>Characters stand as they are.</summary>
    public static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonNodeOptions NodeOptions = new() { PropertyNameCaseInsensitive = false };

    public static byte[] Encode(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, Relaxed);

    /// <summary>A tree that several threads may read at once: every lazily parsed part is touched here.</summary>
    public static JsonObject Frozen(ReadOnlySpan<byte> json)
    {
        var parsed = (JsonObject)JsonNode.Parse(json, NodeOptions)!;
        Touch(parsed);
        return parsed;
    }

    private static void Touch(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var field in fields)
                {
                    Touch(field.Value);
                }
                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Touch(item);
                }
                break;
            default:
                break;
        }
    }
}
