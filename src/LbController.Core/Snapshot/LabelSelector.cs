namespace LbController.Core.Snapshot;

/// <summary>
/// A label selector as Kubernetes defines it (meta/v1 LabelSelector): all of <paramref name="MatchLabels"/> and all of
/// <paramref name="MatchExpressions"/> must hold. An empty selector matches everything.
/// </summary>
public sealed record LabelSelector(LabelSet MatchLabels, ValueArray<LabelRequirement> MatchExpressions)
{
    public bool Matches(LabelSet labels)
    {
        foreach (var (key, value) in MatchLabels)
        {
            if (labels[key] != value)
            {
                return false;
            }
        }

        foreach (var requirement in MatchExpressions)
        {
            if (!requirement.Matches(labels))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The rule for lists of selectors: they are alternatives, and no selector at all selects everything.</summary>
    public static bool AnyMatches(ValueArray<LabelSelector> selectors, LabelSet labels)
    {
        foreach (var selector in selectors)
        {
            if (selector.Matches(labels))
            {
                return true;
            }
        }

        return selectors.IsEmpty;
    }

    public override string ToString() => string.Join(
        ",",
        MatchLabels.Select(pair => $"{pair.Key}={pair.Value}").Concat(MatchExpressions.Select(expression => expression.ToString())));
}
