using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s.Models;
using LbController.Kubernetes.Resources;

namespace LbController.Kubernetes.Tests.Resources;

/// <summary>Compares a C# type with an OpenAPI schema in both directions, and lists each difference with its path.</summary>
internal sealed class TypeComparison
{
    private readonly List<string> differences = [];

    public static IReadOnlyList<string> Differences(Type type, JsonElement schema)
    {
        var comparison = new TypeComparison();
        comparison.Compare(type, schema, "");
        return comparison.differences;
    }

    private void Compare(Type declared, JsonElement schema, string path)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (type == typeof(V1ObjectMeta))
        {
            return;
        }

        var expected = Describe(type);
        if (Describe(schema) != expected)
        {
            differences.Add($"{path}: C# has {expected}, the schema {Describe(schema)}");
        }
        else if (expected == "array")
        {
            Compare(type.GetGenericArguments()[0], schema.GetProperty("items"), $"{path}[]");
        }
        else if (expected == "object")
        {
            CompareFields(type, schema, path);
        }
    }

    private void CompareFields(Type type, JsonElement schema, string path)
    {
        var required = Names(schema, "required");
        var fields = MetalLbJson.Default.GetTypeInfo(type)!.Properties.ToDictionary(property => property.Name, StringComparer.Ordinal);
        var properties = schema.TryGetProperty("properties", out var known)
            ? known.EnumerateObject().ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal)
            : [];
        differences.AddRange(fields.Keys.Except(properties.Keys).Select(name => $"{path}.{name}: only in C#"));
        differences.AddRange(properties.Where(property => !fields.ContainsKey(property.Key) && !ReportsNothing(property.Key, property.Value))
            .Select(property => $"{path}.{property.Key}: only in the schema"));
        foreach (var (name, field) in fields.Where(field => properties.ContainsKey(field.Key)))
        {
            Compare(field.PropertyType, properties[name], $"{path}.{name}");
            if (IsOptional(field) is { } optional && optional == required.Contains(name))
            {
                differences.Add($"{path}.{name}: {(optional ? "nullable in C#, yet required" : "not nullable in C#, yet not required")}");
            }
        }
    }

    /// <summary>A kind without a status of its own has an empty one, which C# leaves out.</summary>
    private static bool ReportsNothing(string name, JsonElement schema) => name == "status" && !schema.TryGetProperty("properties", out _);

    /// <summary>Null: not for us to say (the fields every object has, and types of the client library).</summary>
    private static bool? IsOptional(JsonPropertyInfo field)
    {
        var property = (PropertyInfo)field.AttributeProvider!;
        var foreign = property.DeclaringType == typeof(MetalLbResource) || property.DeclaringType!.Namespace == "k8s.Models";
        return foreign ? null : new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;
    }

    private static string Describe(Type type) =>
        type == typeof(string) ? "string"
        : type == typeof(bool) ? "boolean"
        : type == typeof(int) ? "integer int32"
        : type == typeof(long) ? "integer int64"
        : type == typeof(uint) ? "integer int64 0 to 4294967295"
        : type == typeof(DateTime) ? "string date-time"
        : type == typeof(IDictionary<string, string>) ? "object of string"
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>) ? "array"
        : "object";

    private static string Describe(JsonElement schema)
    {
        var words = new List<string> { schema.GetProperty("type").GetString()! };
        if (schema.TryGetProperty("format", out var format))
        {
            words.Add(format.GetString()!);
        }

        if (schema.TryGetProperty("maximum", out var maximum) && maximum.GetInt64() == uint.MaxValue)
        {
            words.Add(schema.GetProperty("minimum").GetInt64() >= 0 ? "0 to 4294967295" : "up to 4294967295");
        }

        if (schema.TryGetProperty("additionalProperties", out var values))
        {
            words.Add($"of {values.GetProperty("type").GetString()}");
        }

        return string.Join(' ', words);
    }

    private static HashSet<string> Names(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var names) ? [.. names.EnumerateArray().Select(name => name.GetString()!)] : [];
}
