using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;

namespace LbController.Engine.Recording.Json;

/// <summary>Facts, commands and objects as JSON; what kind they are stands in a field <c>is</c>.</summary>
public static class RecordingJson
{
    public static JsonSerializerOptions Format { get; } = Create();

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, FormatOf<T>());

    /// <exception cref="JsonException">The text is no such value.</exception>
    public static T? Read<T>(string text) => JsonSerializer.Deserialize(text, FormatOf<T>());

    private static JsonTypeInfo<T> FormatOf<T>() => (JsonTypeInfo<T>)Format.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            Converters = { new TypeConverter(), new TableConverter(), new ExclusionConverter() },
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            IgnoreReadOnlyProperties = true,
            TypeInfoResolver = RecordingContext.Default.WithAddedModifier(Tell).WithAddedModifier(WholeObjects.Demand),
        };
        foreach (var converter in ValueConverters.All)
        {
            options.Converters.Add(converter);
        }

        options.MakeReadOnly();
        return options;
    }

    private static void Tell(JsonTypeInfo type)
    {
        var members = type.Type == typeof(Fact) ? FactTypes.Facts
            : type.Type == typeof(Command) ? FactTypes.Commands
            : type.Type == typeof(SnapshotObject) ? FactTypes.Objects
            : null;
        if (members is null)
        {
            return;
        }

        type.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "is", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization };
        foreach (var member in members)
        {
            type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(member, member.Name));
        }
    }
}
