using System.Text.Json;
using System.Text.RegularExpressions;

namespace LbController.Kubernetes.Tests.Resources;

/// <summary>
/// A real API server refuses a definition whose rules could cost too much: 10,000,000 units a rule and 100,000,000 a definition, for
/// the largest object that the schema admits (kubernetes.io, "Resource use by validation functions"). The estimate here is its own for
/// what our rules use: a pattern costs a tenth of the text's bytes times a quarter of the pattern's length.
/// </summary>
public sealed partial class RuleBudgetTests
{
    private const double RuleBudget = 10_000_000;
    private const double DefinitionBudget = 100_000_000;
    private const double RequestLimit = 3 * 1024 * 1024;
    private const double BytesOfACharacter = 4;
    private const double PlainSteps = 30;

    public static TheoryData<string, string> Versions() => new(
        from kind in Definitions.Kinds
        from version in Definitions.Of(kind).At("spec.versions").EnumerateArray()
        select (kind, version.At("name").GetString()!));

    [Theory]
    [MemberData(nameof(Versions))]
    public void The_rules_of_a_definition_stay_within_what_a_real_API_server_grants(string kind, string version)
    {
        var rules = Rules(Definitions.Schema(kind, version), kind, 1).ToList();
        Assert.All(rules, rule => Assert.True(rule.Cost <= RuleBudget, $"{rule.Path} may cost {rule.Cost:N0}: {rule.Text}"));
        Assert.InRange(rules.Sum(rule => rule.Cost), 0, DefinitionBudget);
    }

    private static IEnumerable<(string Path, string Text, double Cost)> Rules(JsonElement schema, string path, double times)
    {
        if (schema.TryGetProperty("x-kubernetes-validations", out var rules))
        {
            foreach (var rule in rules.EnumerateArray().Select(rule => rule.At("rule").GetString()!))
            {
                yield return (path, rule, times * Once(rule, Bytes(schema)));
            }
        }

        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var inner in properties.EnumerateObject().SelectMany(property => Rules(property.Value, $"{path}.{property.Name}", times)))
            {
                yield return inner;
            }
        }

        if (schema.TryGetProperty("items", out var items))
        {
            var most = schema.TryGetProperty("maxItems", out var bound) ? bound.GetDouble() : double.PositiveInfinity;
            foreach (var inner in Rules(items, path + "[]", times * most))
            {
                yield return inner;
            }
        }
    }

    private static double Bytes(JsonElement schema) =>
        schema.At("type").GetString() != "string" ? 0
        : schema.TryGetProperty("maxLength", out var bound) ? bound.GetDouble() * BytesOfACharacter
        : RequestLimit;

    private static double Once(string rule, double bytes)
    {
        var patterns = Pattern().Matches(rule).Select(match => Math.Ceiling((bytes + 1) * 0.1) * Math.Ceiling(match.Groups["pattern"].Length * 0.25)).DefaultIfEmpty().ToList();
        // A list that the rule itself writes down has the one element that is in it: it only gives that a name.
        var steps = rule.Contains(")].all(", StringComparison.Ordinal) ? (2 * PlainSteps) + (bytes * 0.2)
            : rule.Contains(".all(", StringComparison.Ordinal) ? bytes * PlainSteps / 3 : PlainSteps + (bytes * 0.2);
        return steps + (rule.Contains('?') && !rule.Contains("||", StringComparison.Ordinal) ? patterns.Max() : patterns.Sum());
    }

    [GeneratedRegex(@"(matches|findAll)\(\s*'(?<pattern>[^']*)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
