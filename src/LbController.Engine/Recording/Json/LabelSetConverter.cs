using System.Text.Json;
using System.Text.Json.Serialization;
using LbController.Core.Snapshot;

namespace LbController.Engine.Recording.Json;

/// <summary>A <see cref="LabelSet"/> is a JSON object.</summary>
public sealed class LabelSetConverter : JsonConverter<LabelSet>
{
    public override LabelSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LabelSet.From(JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader, options));

    public override void Write(Utf8JsonWriter writer, LabelSet value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.ToDictionary(pair => pair.Key, pair => pair.Value), options);
}
