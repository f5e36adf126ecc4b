using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Tables;

namespace LbController.Lab.ApiServer.Resources;

/// <summary>One served version of one resource: a row of the built-in table, or a version of a CustomResourceDefinition.</summary>
internal sealed record ResourceType(string Group, string Version, string Plural, string Kind, bool Namespaced)
{
    public string Singular { get; init; } = Kind.ToLowerInvariant();

    public string ListKind { get; init; } = Kind + "List";

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    public bool HasStatus { get; init; }

    /// <summary>Served with the subresource "scale": how many replicas there are to be.</summary>
    public bool HasScale { get; init; }

    /// <summary>metadata.generation counts changes of everything outside metadata and status.</summary>
    public bool HasGeneration { get; init; }

    /// <summary>Custom resources are validated by <see cref="Schema"/>, and their status writes leave the metadata alone.</summary>
    public bool IsCustom { get; init; }

    /// <summary>Answers a question on create and is never stored.</summary>
    public bool IsReview { get; init; }

    public JsonObject? Schema { get; init; }

    /// <summary>Objects are kept in this version; the other versions of a definition are views of it.</summary>
    public bool IsStorageVersion { get; init; } = true;

    /// <summary>Told to everybody who uses a deprecated version.</summary>
    public string? DeprecationWarning { get; init; }

    public IReadOnlyList<TableColumn> Columns { get; init; } = [];

    /// <summary>Field selectors served beside metadata.name and metadata.namespace.</summary>
    public IReadOnlyList<string> SelectableFields { get; init; } = [];

    /// <summary>The resource that holds the objects, when it is not this one (events.k8s.io shows core events).</summary>
    public string? StoredAs { get; init; }

    public string Storage => StoredAs ?? $"{Group}/{Plural}";

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>"services" or "ipaddresspools.metallb.io", as error messages name a resource.</summary>
    public string QualifiedPlural => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
