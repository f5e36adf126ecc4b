using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Crds;

/// <summary>Checks a value against a structural schema, without its rules.</summary>
internal sealed class SchemaValidator
{
    private readonly List<FieldError> errors = [];

    public static IReadOnlyList<FieldError> Validate(JsonObject item, JsonObject schema)
    {
        var validator = new SchemaValidator();
        validator.Check(item, schema, string.Empty);
        return validator.errors;
    }

    private void Check(JsonNode? value, JsonObject schema, string path)
    {
        if (value is null)
        {
            if (schema.Bool("nullable") is not true && schema.Text("type") is { } wanted)
            {
                errors.Add(FieldError.WrongType(path, "null", $"{path} in body must be of type {wanted}: \"null\""));
            }
            return;
        }
        if (!HasWantedType(value, schema))
        {
            errors.Add(FieldError.WrongType(path, Shown(value), $"{path} in body must be of type {schema.Text("type")}: \"{KindOf(value)}\""));
            return;
        }
        CheckEnum(value, schema, path);
        switch (value)
        {
            case JsonObject fields:
                CheckFields(fields, schema, path);
                break;
            case JsonArray items:
                CheckItems(items, schema, path);
                break;
            default:
                CheckScalar(value, schema, path);
                break;
        }
        CheckCombinations(value, schema, path);
    }

    private static bool HasWantedType(JsonNode value, JsonObject schema)
    {
        if (schema.Bool("x-kubernetes-int-or-string") is true)
        {
            return KindOf(value) is "integer" or "string";
        }
        return schema.Text("type") is not { } wanted
            || string.Equals(KindOf(value), wanted, StringComparison.Ordinal)
            || (wanted is "number" && KindOf(value) is "integer");
    }

    private void CheckEnum(JsonNode value, JsonObject schema, string path)
    {
        if (schema.Array("enum") is { } allowed && !allowed.Any(one => JsonNode.DeepEquals(one, value)))
        {
            errors.Add(FieldError.NotSupported(path, Shown(value), allowed.Select(one => one?.ToJsonString() ?? "null")));
        }
    }

    private void CheckFields(JsonObject fields, JsonObject schema, string path)
    {
        foreach (var required in schema.Texts("required"))
        {
            if (!fields.ContainsKey(required))
            {
                errors.Add(FieldError.Required(Under(path, required)));
            }
        }
        foreach (var (name, value) in fields)
        {
            if ((schema.Object("properties", name) ?? schema.Object("additionalProperties")) is { } fieldSchema)
            {
                Check(value, fieldSchema, Under(path, name));
            }
        }
        CheckCount(fields.Count, "minProperties", "maxProperties", "properties", schema, path);
    }

    private void CheckItems(JsonArray items, JsonObject schema, string path)
    {
        CheckCount(items.Count, "minItems", "maxItems", "items", schema, path);
        if (schema.Object("items") is { } itemSchema)
        {
            for (var at = 0; at < items.Count; at++)
            {
                Check(items[at], itemSchema, $"{path}[{at}]");
            }
        }
        var unique = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < items.Count; at++)
        {
            if (IdentityOf(items[at], schema) is { } identity && !unique.Add(identity))
            {
                errors.Add(FieldError.Duplicate($"{path}[{at}]", identity));
            }
        }
    }

    private static string? IdentityOf(JsonNode? item, JsonObject schema) => schema.Text("x-kubernetes-list-type") switch
    {
        "set" => item?.ToJsonString(),
        "map" => new JsonObject(schema.Texts("x-kubernetes-list-map-keys").Select(key => KeyValuePair.Create(key, item.Node(key)?.DeepClone()))).ToJsonString(),
        _ => null,
    };

    private void CheckScalar(JsonNode value, JsonObject schema, string path)
    {
        if (value.AsText() is { } text)
        {
            CheckText(text, schema, path);
        }
        else if (value.GetValueKind() == JsonValueKind.Number)
        {
            CheckNumber(decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture), schema, path);
        }
    }

    private void CheckText(string text, JsonObject schema, string path)
    {
        CheckCount(text.EnumerateRunes().Count(), "minLength", "maxLength", "chars long", schema, path);
        if (schema.Text("pattern") is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)))
        {
            errors.Add(FieldError.Invalid(path, $"\"{text}\"", $"{path} in body should match '{pattern}'"));
        }
        if (schema.Text("format") is { } format && !TextFormats.Matches(text, format))
        {
            errors.Add(FieldError.Invalid(path, $"\"{text}\"", $"{path} in body must be of type {format}: \"{text}\""));
        }
    }

    private void CheckNumber(decimal number, JsonObject schema, string path)
    {
        var shown = number.ToString(CultureInfo.InvariantCulture);
        if (Bound(schema, "minimum") is { } least && (number < least || (number == least && schema.Bool("exclusiveMinimum") is true)))
        {
            errors.Add(FieldError.Invalid(path, shown, $"{path} in body should be greater than or equal to {least.ToString(CultureInfo.InvariantCulture)}"));
        }
        if (Bound(schema, "maximum") is { } most && (number > most || (number == most && schema.Bool("exclusiveMaximum") is true)))
        {
            errors.Add(FieldError.Invalid(path, shown, $"{path} in body should be less than or equal to {most.ToString(CultureInfo.InvariantCulture)}"));
        }
        if (Bound(schema, "multipleOf") is { } step && step != 0 && number % step != 0)
        {
            errors.Add(FieldError.Invalid(path, shown, $"{path} in body should be a multiple of {step.ToString(CultureInfo.InvariantCulture)}"));
        }
        if (schema.Text("format") is "int32" && number is < int.MinValue or > int.MaxValue)
        {
            errors.Add(FieldError.Invalid(path, shown, $"{path} in body must fit into 32 bits"));
        }
    }

    private void CheckCount(int count, string least, string most, string what, JsonObject schema, string path)
    {
        if (schema.Number(least) is { } minimum && count < minimum)
        {
            errors.Add(FieldError.Invalid(path, count.ToString(CultureInfo.InvariantCulture), $"{path} in body should have at least {minimum} {what}"));
        }
        if (schema.Number(most) is { } maximum && count > maximum)
        {
            errors.Add(most is "maxLength" ? FieldError.TooLong(path, maximum) : most is "maxItems" ? FieldError.TooMany(path, count, maximum) : FieldError.Invalid(path, count.ToString(CultureInfo.InvariantCulture), $"{path} in body should have at most {maximum} {what}"));
        }
    }

    private void CheckCombinations(JsonNode value, JsonObject schema, string path)
    {
        foreach (var all in schema.Objects("allOf"))
        {
            Check(value, all, path);
        }
        var any = schema.Objects("anyOf").ToList();
        if (any.Count > 0 && !any.Exists(one => Fits(value, one)))
        {
            errors.Add(FieldError.Invalid(path, Shown(value), $"{path} in body must validate at least one schema (anyOf)"));
        }
        var oneOf = schema.Objects("oneOf").ToList();
        if (oneOf.Count > 0 && oneOf.Count(one => Fits(value, one)) != 1)
        {
            errors.Add(FieldError.Invalid(path, Shown(value), $"{path} in body must validate one and only one schema (oneOf)"));
        }
        if (schema.Object("not") is { } not && Fits(value, not))
        {
            errors.Add(FieldError.Invalid(path, Shown(value), $"{path} in body must not validate the schema (not)"));
        }
    }

    private static bool Fits(JsonNode value, JsonObject schema)
    {
        var trial = new SchemaValidator();
        trial.Check(value, schema, string.Empty);
        return trial.errors.Count == 0;
    }

    private static decimal? Bound(JsonObject schema, string name) =>
        schema.Node(name)?.GetValueKind() == JsonValueKind.Number
            ? decimal.Parse(schema.Node(name)!.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture)
            : null;

    private static string KindOf(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value.Number() is null ? "number" : "integer",
        _ => "null",
    };

    private static string Shown(JsonNode value) => value is JsonObject or JsonArray ? $"\"{KindOf(value)}\"" : value.ToJsonString();

    private static string Under(string path, string field) => path.Length == 0 ? field : $"{path}.{field}";
}
