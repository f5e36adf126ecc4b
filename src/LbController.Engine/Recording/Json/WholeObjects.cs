using System.Text.Json.Serialization.Metadata;

namespace LbController.Engine.Recording.Json;

/// <summary>
/// Refuses JSON that lacks a field which can never be null, and so is always written. Generated code would read zero or null instead, not what the
/// type says a fresh object has.
/// </summary>
public static class WholeObjects
{
    public static void Demand(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.AssociatedParameter is not null))
        {
            property.IsRequired = property.PropertyType.IsValueType ? Nullable.GetUnderlyingType(property.PropertyType) is null : !property.IsSetNullable;
        }
    }
}
