using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Crds;

/// <summary>Fills absent fields with the defaults of a structural schema.</summary>
internal static class SchemaDefaults
{
    public static void Fill(JsonNode? value, JsonObject schema)
    {
        switch (value)
        {
            case JsonObject fields:
                FillFields(fields, schema);
                break;
            case JsonArray items when schema.Object("items") is { } itemSchema:
                foreach (var item in items)
                {
                    Fill(item, itemSchema);
                }
                break;
            default:
                break;
        }
    }

    private static void FillFields(JsonObject fields, JsonObject schema)
    {
        foreach (var (name, property) in schema.Object("properties") ?? [])
        {
            var isNullWithDefault = fields[name] is null && property.Node("default") is not null;
            if (isNullWithDefault && property.Bool("nullable") is not true)
            {
                fields[name] = property.Node("default")!.DeepClone();
            }
            Fill(fields[name], (JsonObject)property!);
        }
        if (schema.Object("additionalProperties") is { } any)
        {
            foreach (var (name, value) in fields)
            {
                if (schema.Object("properties", name) is null)
                {
                    Fill(value, any);
                }
            }
        }
    }
}
