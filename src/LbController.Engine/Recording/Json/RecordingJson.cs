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

    private static JsonSerializerOptions Create()
    {
        var families = new DefaultJsonTypeInfoResolver();
        families.Modifiers.Add(Tell);
        var options = new JsonSerializerOptions
        {
            Converters = { new ValueArrayConverter(), new LabelSetConverter(), new AddressConverter(), new TypeConverter(), new TableConverter(), new ExclusionConverter(), new JsonStringEnumConverter() },
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            IgnoreReadOnlyProperties = true,
            TypeInfoResolver = families,
        };
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
