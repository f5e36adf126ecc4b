using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Patching;
using LbController.Lab.ApiServer.Resources;

namespace LbController.Lab.ApiServer.Applying;

/// <summary>How one field is merged and owned: as a whole, field by field, or item by item. Custom kinds say it in their schema.</summary>
internal sealed record FieldStructure
{
    /// <summary>Maps of the built-in kinds that change as a whole.</summary>
    private static readonly HashSet<string> WholeMaps = new(StringComparer.Ordinal)
    {
        "selector", "nodeSelector", "labelSelector", "namespaceSelector", "podSelector", "fieldRef", "resourceFieldRef", "secretKeyRef", "configMapKeyRef", "roleRef", "involvedObject",
    };

    private readonly ResourceType type;
    private readonly JsonObject? schema;
    private readonly string parent;
    private readonly string name;
    private readonly bool usesSchema;

    private FieldStructure(ResourceType type, JsonObject? schema, string parent, string name, bool usesSchema)
    {
        this.type = type;
        this.schema = schema;
        this.parent = parent;
        this.name = name;
        this.usesSchema = usesSchema;
    }

    /// <summary>The keys by which the items of a list are told apart; none: not such a list.</summary>
    public IReadOnlyList<string> Keys
    {
        get
        {
            if (!usesSchema)
            {
                return ListKeys.Of(type, parent, name);
            }

            return schema.Text("x-kubernetes-list-type") is "map" ? [.. schema.Texts("x-kubernetes-list-map-keys")] : [];
        }
    }

    /// <summary>A list of plain values that are owned one by one.</summary>
    public bool IsSet => usesSchema ? schema.Text("x-kubernetes-list-type") is "set" : ListKeys.IsSet(name);

    /// <summary>An object that is owned and replaced as a whole.</summary>
    public bool IsWhole => usesSchema ? schema.Text("x-kubernetes-map-type") is "atomic" : WholeMaps.Contains(name);

    public static FieldStructure Root(ResourceType type) => new(type, type.Schema, string.Empty, string.Empty, type.Schema is not null);

    public FieldStructure Field(string field)
    {
        var isMetadata = parent.Length == 0 && name.Length == 0 && field is "metadata";
        return !usesSchema || isMetadata
            ? new(type, null, name, field, usesSchema: false)
            : new(type, schema.Object("properties", field) ?? schema.Object("additionalProperties"), name, field, usesSchema: true);
    }

    /// <summary>An item of this list.</summary>
    public FieldStructure Item() => new(type, schema.Object("items"), parent, name, usesSchema);
}
