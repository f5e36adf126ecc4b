using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Resources;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>A field selector: "metadata.name=a,status.phase!=Running"; an absent field counts as empty.</summary>
internal sealed class FieldSelector
{
    private readonly IReadOnlyList<(string[] Path, string Value, bool Equal)> terms;

    private FieldSelector(IReadOnlyList<(string[] Path, string Value, bool Equal)> terms) => this.terms = terms;

    public static FieldSelector Parse(string? text, ResourceType type) =>
        new([.. (text ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => Term(part, type))]);

    public bool Matches(JsonObject item) => terms.All(term =>
        string.Equals(item.Node(term.Path).Scalar() ?? string.Empty, term.Value, StringComparison.Ordinal) == term.Equal);

    private static (string[] Path, string Value, bool Equal) Term(string part, ResourceType type)
    {
        var at = part.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0)
        {
            throw Refusals.BadRequest($"invalid field selector: \"{part}\"; can't understand");
        }
        var differs = part[at - 1] == '!';
        var field = part[..(differs ? at - 1 : at)].Trim();
        if (field is not ("metadata.name" or "metadata.namespace") && !type.SelectableFields.Contains(field, StringComparer.Ordinal))
        {
            throw Refusals.BadRequest($"field label not supported: {field}");
        }
        return (field.Split('.'), part[(at + 1)..].TrimStart('=').Trim(), !differs);
    }
}
