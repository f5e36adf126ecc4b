using LbController.Kubernetes.Resources;

namespace LbController.Kubernetes.Client;

/// <summary>Where the objects of one kind live in the API: <c>/api/v1/…</c> or <c>/apis/GROUP/VERSION/…</c>.</summary>
/// <param name="Group">Such as <c>metallb.io</c>; empty for the core group.</param>
/// <param name="Version">Such as <c>v1</c>.</param>
/// <param name="Plural">Such as <c>services</c>.</param>
public sealed record ResourcePath(string Group, string Version, string Plural)
{
    private string Root => Group.Length == 0 ? $"api/{Version}" : $"apis/{Group}/{Version}";

    public static ResourcePath Of(ResourceKind kind) => new(kind.Group, kind.Version, kind.Plural);

    /// <summary>All objects of a namespace; an empty one: of the whole cluster.</summary>
    public string Collection(string @namespace = "") =>
        @namespace.Length == 0 ? $"{Root}/{Plural}" : $"{Root}/namespaces/{Uri.EscapeDataString(@namespace)}/{Plural}";

    /// <summary>One object, or its subresource such as <c>status</c>.</summary>
    public string Item(string @namespace, string name, string subresource = "")
    {
        var path = $"{Collection(@namespace)}/{Uri.EscapeDataString(name)}";
        return subresource.Length == 0 ? path : $"{path}/{subresource}";
    }
}
