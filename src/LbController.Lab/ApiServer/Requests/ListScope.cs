using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Resources;
using LbController.Lab.ApiServer.Store;
using Microsoft.AspNetCore.Http;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>Which objects a list, a watch or a deletion of many is about.</summary>
internal sealed class ListScope
{
    private readonly ResourceType type;
    private readonly LabelSelector labels;
    private readonly FieldSelector fields;

    public ListScope(ResourceType type, RequestTarget target, IQueryCollection query)
    {
        this.type = type;
        Namespace = target.Namespace.Length == 0 ? null : target.Namespace;
        labels = LabelSelector.Parse(query["labelSelector"]);
        fields = FieldSelector.Parse(query["fieldSelector"], type);
        Name = target.Name;
        IsSelective = query.ContainsKey("labelSelector") || query.ContainsKey("fieldSelector");
    }

    /// <summary>Not all of the resource may be in it.</summary>
    public bool IsSelective { get; }

    public string? Namespace { get; }

    /// <summary>Not empty for a watch of one object by its path.</summary>
    public string Name { get; }

    public bool Contains(StoredObject? stored) =>
        stored is not null
        && (Namespace is null || string.Equals(stored.Key.Namespace, Namespace, StringComparison.Ordinal))
        && (Name.Length == 0 || string.Equals(stored.Key.Name, Name, StringComparison.Ordinal))
        && Matches(ObjectView.Body(stored, type));

    private bool Matches(JsonObject body) => labels.Matches(body) && fields.Matches(body);
}
