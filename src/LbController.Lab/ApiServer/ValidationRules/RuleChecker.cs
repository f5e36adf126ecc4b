using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Crds;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.ValidationRules;

/// <summary>Runs the rules of a structural schema over an object, place by place; a change is compared with what was there before.</summary>
internal sealed class RuleChecker
{
    private static readonly ConditionalWeakTable<JsonObject, IReadOnlyList<ValidationRule>> Parsed = [];

    private static readonly ConditionalWeakTable<JsonObject, object> WithRules = [];

    private readonly List<FieldError> errors = [];

    public static IReadOnlyList<FieldError> Check(JsonObject item, JsonObject? before, JsonObject schema)
    {
        var checker = new RuleChecker();
        checker.CheckRules(schema, string.Empty, () => CelValues.OfRoot(item, schema), before is null ? null : () => CelValues.OfRoot(before, schema));
        checker.GoInto(item, before, schema, string.Empty);
        return checker.errors;
    }

    /// <summary>Every rule of a schema that does not compile, with its path in the schema.</summary>
    public static IEnumerable<FieldError> CheckSchema(JsonObject schema, string path)
    {
        var rules = schema.Objects("x-kubernetes-validations").ToList();
        for (var at = 0; at < rules.Count; at++)
        {
            if (Fault(rules[at]) is { } fault)
            {
                yield return FieldError.Invalid($"{path}.x-kubernetes-validations[{at}].rule", $"\"{rules[at].Text("rule")}\"", $"compilation failed: {fault}");
            }
        }
        foreach (var (below, name) in Children(schema))
        {
            foreach (var error in CheckSchema(below, $"{path}.{name}"))
            {
                yield return error;
            }
        }
    }

    private void Visit(JsonNode? value, JsonNode? before, JsonObject schema, string path)
    {
        if (value is null)
        {
            return;
        }
        CheckRules(schema, path, () => CelValues.Of(value, schema), before is null ? null : () => CelValues.Of(before, schema));
        GoInto(value, before, schema, path);
    }

    private void CheckRules(JsonObject schema, string path, Func<object?> self, Func<object?>? oldSelf)
    {
        var rules = Parsed.GetValue(schema, ParseRules);
        if (rules.Count == 0)
        {
            return;
        }
        var (now, old) = (self(), oldSelf?.Invoke());
        foreach (var rule in rules.Where(rule => !rule.IsTransition || oldSelf is not null || rule.RunsWithoutOld))
        {
            if (rule.Check(now, old, path, schema.Text("type") ?? "object") is { } error)
            {
                errors.Add(error);
            }
        }
    }

    private void GoInto(JsonNode value, JsonNode? before, JsonObject schema, string path)
    {
        if (!HasRulesBelow(schema))
        {
            return;
        }
        switch (value)
        {
            case JsonObject fields:
                foreach (var (name, field) in fields)
                {
                    if ((schema.Object("properties", name) ?? schema.Object("additionalProperties")) is { } fieldSchema)
                    {
                        Visit(field, before.Node(name), fieldSchema, path.Length == 0 ? name : $"{path}.{name}");
                    }
                }
                break;
            case JsonArray items when schema.Object("items") is { } itemSchema:
                for (var at = 0; at < items.Count; at++)
                {
                    Visit(items[at], Counterpart(items[at], before, schema), itemSchema, $"{path}[{at}]");
                }
                break;
            default:
                break;
        }
    }

    /// <summary>Only items of a list with keys can be told apart over a change.</summary>
    private static JsonNode? Counterpart(JsonNode? item, JsonNode? before, JsonObject schema)
    {
        if (schema.Text("x-kubernetes-list-type") is not "map" || before is not JsonArray olds)
        {
            return null;
        }
        var keys = schema.Texts("x-kubernetes-list-map-keys").ToList();
        return olds.FirstOrDefault(old => keys.TrueForAll(key => JsonNode.DeepEquals(old.Node(key), item.Node(key))));
    }

    private static IReadOnlyList<ValidationRule> ParseRules(JsonObject schema) =>
        [.. schema.Objects("x-kubernetes-validations").Where(rule => Fault(rule) is null).Select(ValidationRule.Parse)];

    private static string? Fault(JsonObject rule)
    {
        try
        {
            ValidationRule.Parse(rule);
            return null;
        }
        catch (CelException wrong)
        {
            return wrong.Message;
        }
    }

    private static bool HasRulesBelow(JsonObject schema) => (bool)WithRules.GetValue(
        schema, static one => Children(one).Any(child => child.Schema["x-kubernetes-validations"] is not null || HasRulesBelow(child.Schema)));

    private static IEnumerable<(JsonObject Schema, string Name)> Children(JsonObject schema)
    {
        foreach (var (name, property) in schema.Object("properties") ?? [])
        {
            if (property is JsonObject below)
            {
                yield return (below, $"properties[{name}]");
            }
        }
        foreach (var name in (string[])["items", "additionalProperties"])
        {
            if (schema.Object(name) is { } below)
            {
                yield return (below, name);
            }
        }
    }
}
