using System.Text.Json;
using System.Text.Json.Serialization;
using LbController.Core.Snapshot;

namespace LbController.Engine.Recording.Json;

/// <summary>A kind of <see cref="SnapshotObject"/> is its name.</summary>
public sealed class TypeConverter : JsonConverter<Type>
{
    public override Type Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var name = reader.GetString();
        return FactTypes.Objects.FirstOrDefault(type => type.Name == name) ?? throw new JsonException($"there is no kind '{name}'");
    }

    public override void Write(Utf8JsonWriter writer, Type value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
}
