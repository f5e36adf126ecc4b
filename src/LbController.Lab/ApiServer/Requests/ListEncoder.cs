using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>Joins objects that are JSON already into a list.</summary>
internal static class ListEncoder
{
    public static byte[] Encode(string apiVersion, string kind, JsonObject metadata, IEnumerable<byte[]> items)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("kind", kind);
        writer.WriteString("apiVersion", apiVersion);
        writer.WritePropertyName("metadata");
        metadata.WriteTo(writer);
        writer.WriteStartArray("items");
        foreach (var item in items)
        {
            writer.WriteRawValue(item, skipInputValidation: true);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
