using System.Text.Json;
using System.Text.Json.Serialization;
using LbController.Core.Snapshot;

namespace LbController.Engine.Recording.Json;

/// <summary>A <see cref="LabelSet"/> is a JSON object.</summary>
public sealed class LabelSetConverter : JsonConverter<LabelSet>
{
    public override LabelSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("not an object");
        }

        var pairs = new List<KeyValuePair<string, string>>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = reader.GetString()!;
            reader.Read();
            pairs.Add(new(key, reader.GetString() ?? throw new JsonException($"'{key}' is null")));
        }

        return LabelSet.From(pairs);
    }

    public override void Write(Utf8JsonWriter writer, LabelSet value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (key, text) in value)
        {
            writer.WriteString(key, text);
        }

        writer.WriteEndObject();
    }
}
