using System.Text.Json;
using System.Text.RegularExpressions;

namespace LbController.Kubernetes.Tests.Resources;

/// <summary>What the rules of the definitions say to a person: always how to mend it, not only what is wrong.</summary>
public sealed partial class RuleWordsTests
{
    [Fact]
    public void Every_rule_about_what_a_user_writes_says_how_to_mend_it()
    {
        var words = Definitions.Kinds
            .SelectMany(kind => Definitions.Of(kind).At("spec.versions").EnumerateArray().SelectMany(version => version.At("schema.openAPIV3Schema.properties").EnumerateObject().Where(part => part.Name == "spec").SelectMany(part => Words(part.Value))))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        Assert.True(words.Count >= 20, $"only {words.Count} rules");
        Assert.All(words, text => Assert.Matches(Mend(), text));
    }

    private static IEnumerable<string> Words(JsonElement schema)
    {
        switch (schema.ValueKind)
        {
            case JsonValueKind.Object when schema.TryGetProperty("x-kubernetes-validations", out var rules):
                return rules.EnumerateArray()
                    .Select(rule => (rule.TryGetProperty("message", out var text) ? text : rule.GetProperty("messageExpression")).GetString()!)
                    .Concat(schema.EnumerateObject().SelectMany(part => Words(part.Value)));
            case JsonValueKind.Object:
                return schema.EnumerateObject().SelectMany(part => Words(part.Value));
            case JsonValueKind.Array:
                return schema.EnumerateArray().SelectMany(Words);
            default:
                return [];
        }
    }

    /// <summary>A clause that tells what to do, or the bounds within which all is well.</summary>
    [GeneratedRegex("(^|[;,:] |, or )(add|correct|create|fill|give|keep|leave|make|name|remove|shorten|swap|take|use|write)\\b|must (be|lie) ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mend();
}
