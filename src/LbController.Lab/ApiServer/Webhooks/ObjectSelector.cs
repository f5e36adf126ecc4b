using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Webhooks;

/// <summary>A metav1.LabelSelector in its object form; an empty or missing one matches everything.</summary>
internal static class ObjectSelector
{
    public static bool Matches(JsonObject? selector, JsonObject? item)
    {
        var labels = item.Object("metadata", "labels");
        return (selector.Object("matchLabels") ?? []).All(pair => string.Equals(labels.Text(pair.Key), pair.Value.AsText(), StringComparison.Ordinal))
            && selector.Objects("matchExpressions").All(requirement => IsMet(requirement, labels));
    }

    private static bool IsMet(JsonObject requirement, JsonObject? labels)
    {
        var value = labels.Text(requirement.Text("key") ?? string.Empty);
        var isListed = value is not null && requirement.Texts("values").Contains(value, StringComparer.Ordinal);
        return requirement.Text("operator") switch
        {
            "In" => isListed,
            "NotIn" => !isListed,
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            _ => false,
        };
    }
}
