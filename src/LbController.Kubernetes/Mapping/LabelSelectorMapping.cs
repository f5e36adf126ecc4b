using k8s.Models;
using LbController.Core.Snapshot;

namespace LbController.Kubernetes.Mapping;

/// <summary>Selectors as the user wrote them; an unknown operator is kept and matches nothing.</summary>
public static class LabelSelectorMapping
{
    public static LabelSelector ToSelector(V1LabelSelector selector) =>
        new(selector.MatchLabels.ToLabelSet(), selector.MatchExpressions.ToValues(ToRequirement));

    internal static ValueArray<LabelSelector> ToSelectors(this IList<V1LabelSelector>? selectors) => selectors.ToValues(ToSelector);

    private static LabelRequirement ToRequirement(V1LabelSelectorRequirement expression) =>
        new(expression.Key ?? "", expression.OperatorProperty ?? "", expression.Values.ToValues());
}
