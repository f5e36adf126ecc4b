using System.Text.Json;
using System.Text.Json.Serialization;
using LbController.Core.Config;

namespace LbController.Engine.Recording.Json;

/// <summary>An <see cref="InterfaceExclusion"/> is the JSON array of its regular expressions.</summary>
public sealed class ExclusionConverter : JsonConverter<InterfaceExclusion>
{
    public override InterfaceExclusion Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        InterfaceExclusion.TryParse(TextArray.Read(ref reader), out var exclusion, out var error)
            ? exclusion
            : throw new JsonException(error);

    public override void Write(Utf8JsonWriter writer, InterfaceExclusion value, JsonSerializerOptions options) =>
        TextArray.Write(writer, value.Texts);
}
