using System.Text.Json;

namespace LbController.Engine.Recording.Json;

/// <summary>A JSON array of texts, for the converters of what is written as one.</summary>
internal static class TextArray
{
    public static List<string> Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("not an array");
        }

        var texts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(reader.GetString() ?? throw new JsonException("null is no text"));
        }

        return texts;
    }

    public static void Write(Utf8JsonWriter writer, IEnumerable<string> texts)
    {
        writer.WriteStartArray();
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
