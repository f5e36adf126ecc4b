using System.Text.Json;
using System.Text.Json.Serialization;

namespace LbController.Engine.Recording.Json;

/// <summary>A pair of texts is an object with <c>Key</c> and <c>Value</c>.</summary>
public sealed class PairConverter : JsonConverter<KeyValuePair<string, string>>
{
    public override KeyValuePair<string, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        return new(TextAt(json.RootElement, "Key"), TextAt(json.RootElement, "Value"));
    }

    public override void Write(Utf8JsonWriter writer, KeyValuePair<string, string> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("Key", value.Key);
        writer.WriteString("Value", value.Value);
        writer.WriteEndObject();
    }

    private static string TextAt(JsonElement pair, string name) =>
        pair.ValueKind == JsonValueKind.Object && pair.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.String
            ? field.GetString()!
            : throw new JsonException($"a pair without {name}");
}
