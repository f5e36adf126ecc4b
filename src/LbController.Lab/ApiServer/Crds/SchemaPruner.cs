using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Crds;

/// <summary>Removes the fields that a structural schema does not name and says which they were.</summary>
internal static class SchemaPruner
{
    private static readonly string[] RootFields = ["apiVersion", "kind", "metadata"];

    public static IReadOnlyList<string> PruneObject(JsonObject item, JsonObject schema)
    {
        var unknown = new List<string>();
        Prune(item, schema, string.Empty, unknown, RootFields);
        return unknown;
    }

    private static void Prune(JsonNode? value, JsonObject schema, string path, List<string> unknown, params string[] alwaysKept)
    {
        switch (value)
        {
            case JsonObject fields:
                PruneFields(fields, schema, path, unknown, alwaysKept);
                break;
            case JsonArray items when schema.Object("items") is { } itemSchema:
                for (var at = 0; at < items.Count; at++)
                {
                    Prune(items[at], itemSchema, $"{path}[{at}]", unknown);
                }
                break;
            default:
                break;
        }
    }

    private static void PruneFields(JsonObject fields, JsonObject schema, string path, List<string> unknown, string[] alwaysKept)
    {
        var properties = schema.Object("properties");
        var keepsUnknown = schema.Bool("x-kubernetes-preserve-unknown-fields") is true || schema.Bool("additionalProperties") is true;
        foreach (var (name, value) in fields.ToList())
        {
            var fieldPath = path.Length == 0 ? name : $"{path}.{name}";
            if (alwaysKept.Contains(name, StringComparer.Ordinal))
            {
                continue;
            }
            if ((properties.Object(name) ?? schema.Object("additionalProperties")) is { } fieldSchema)
            {
                Prune(value, fieldSchema, fieldPath, unknown);
            }
            else if (!keepsUnknown)
            {
                fields.Remove(name);
                unknown.Add(fieldPath);
            }
        }
    }
}
