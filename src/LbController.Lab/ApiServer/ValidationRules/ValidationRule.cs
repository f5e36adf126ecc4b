using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LbController.Lab.ApiServer.Crds;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.ValidationRules;

/// <summary>One entry of x-kubernetes-validations.</summary>
internal sealed partial record ValidationRule(string Text, CelExpression Expression)
{
    private string? Message { get; init; }

    private CelExpression? MessageExpression { get; init; }

    private string Reason { get; init; } = "FieldValueInvalid";

    /// <summary>Where below the rule's place the error is reported, such as ".peerASN"; empty for the place itself.</summary>
    private string FieldPath { get; init; } = string.Empty;

    /// <summary>A rule about the change: it looks at the value before.</summary>
    public bool IsTransition => OldSelf().IsMatch(Text);

    /// <summary>A transition rule that also runs when there was no value before.</summary>
    public bool RunsWithoutOld { get; private init; }

    /// <exception cref="CelException">The rule or its message is not a valid expression.</exception>
    public static ValidationRule Parse(JsonObject rule)
    {
        var text = rule.Text("rule") ?? string.Empty;
        return new ValidationRule(text, CelExpression.Compile(text))
        {
            Message = rule.Text("message"),
            MessageExpression = rule.Text("messageExpression") is { Length: > 0 } message ? CelExpression.Compile(message) : null,
            Reason = rule.Text("reason") is { Length: > 0 } reason ? reason : "FieldValueInvalid",
            FieldPath = rule.Text("fieldPath") ?? string.Empty,
            RunsWithoutOld = rule.Bool("optionalOldSelf") is true,
        };
    }

    /// <summary>Null when the rule holds.</summary>
    public FieldError? Check(object? self, object? oldSelf, string path, string type)
    {
        var outcome = Expression.Evaluate(self, oldSelf);
        if (outcome.IsTrue)
        {
            return null;
        }
        var place = path + FieldPath is { Length: > 0 } named ? named.TrimStart('.') : "<nil>";
        var why = outcome.Error is { } error ? $"{error} evaluating rule: {Message ?? Text}" : Why(self, oldSelf);
        return Reason switch
        {
            "FieldValueRequired" => FieldError.Required(place, why),
            "FieldValueForbidden" => FieldError.Forbidden(place, why),
            "FieldValueDuplicate" => FieldError.Duplicate(place, $"\"{type}\""),
            _ => FieldError.Invalid(place, $"\"{type}\"", why),
        };
    }

    private string Why(object? self, object? oldSelf) =>
        MessageExpression?.Evaluate(self, oldSelf).Value is string { Length: > 0 } made ? made : Message ?? $"failed rule: {Text}";

    [GeneratedRegex(@"\boldSelf\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OldSelf();
}
