using LbController.Core.Reasons;
using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>Collects all errors of one object while it is parsed.</summary>
internal sealed class ObjectErrors(string kind, ObjectKey key)
{
    private readonly List<ConfigError> errors = [];

    public IReadOnlyList<ConfigError> All => errors;

    public bool IsEmpty => errors.Count == 0;

    /// <param name="field">The path of the field at fault.</param>
    /// <param name="message">The value, what is wrong with it, and how to mend it.</param>
    public void Add(string field, string message) => errors.Add(new ConfigError(kind, key, field, message));

    /// <summary>For references to what is not there.</summary>
    public void AddReference(string field, string message) => errors.Add(new ConfigError(kind, key, field, message) { IsOfReference = true });

    public void Require(bool condition, string field, string message)
    {
        if (!condition)
        {
            Add(field, message);
        }
    }

    public void RequireNoDuplicates<T>(ValueArray<T> items, string field)
    {
        var seen = new HashSet<T>();
        for (var i = 0; i < items.Count; i++)
        {
            if (!seen.Add(items[i]))
            {
                Add($"{field}[{i}]", $"'{items[i]}' is listed twice; remove one");
            }
        }
    }

    public void RequireValid(ValueArray<LabelSelector> selectors, string field)
    {
        RequireNoDuplicates(selectors, field);
        for (var i = 0; i < selectors.Count; i++)
        {
            RequireValid(selectors[i], $"{field}[{i}]");
        }
    }

    public void RequireValid(LabelSelector selector, string field)
    {
        foreach (var (name, value) in selector.MatchLabels)
        {
            RequireLabelName(name, $"{field}.matchLabels");
            RequireLabelValue(value, $"{field}.matchLabels.{name}");
        }

        RequireNoDuplicates(selector.MatchExpressions, $"{field}.matchExpressions");
        for (var i = 0; i < selector.MatchExpressions.Count; i++)
        {
            RequireValid(selector.MatchExpressions[i], $"{field}.matchExpressions[{i}]");
        }
    }

    private void RequireValid(LabelRequirement requirement, string field)
    {
        RequireLabelName(requirement.Key, $"{field}.key");
        for (var i = 0; i < requirement.Values.Count; i++)
        {
            RequireLabelValue(requirement.Values[i], $"{field}.values[{i}]");
        }

        switch (requirement.Operator)
        {
            case "In" or "NotIn":
                Require(!requirement.Values.IsEmpty, $"{field}.values", $"is empty; give at least one value, {requirement.Operator} needs it");
                RequireNoDuplicates(requirement.Values, $"{field}.values");
                break;
            case "Exists" or "DoesNotExist":
                Require(requirement.Values.IsEmpty, $"{field}.values", $"'{requirement.Values}' has no meaning: {requirement.Operator} takes no values; remove them");
                break;
            default:
                Add($"{field}.operator", $"'{requirement.Operator}' is unknown; use In, NotIn, Exists or DoesNotExist");
                break;
        }
    }

    private void RequireLabelName(string name, string field) =>
        Require(LabelSyntax.IsName(name), field, $"'{AllocationReasons.Shorten(name)}' {(name.Length == 0 ? "is empty; name the label" : $"is no name of a label; {LabelSyntax.Rule}, after an optional prefix such as example.com/")}");

    private void RequireLabelValue(string value, string field) =>
        Require(LabelSyntax.IsValue(value), field, $"'{AllocationReasons.Shorten(value)}' is no value of a label; {LabelSyntax.Rule}");
}
