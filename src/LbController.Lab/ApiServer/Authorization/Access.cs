namespace LbController.Lab.ApiServer.Authorization;

/// <summary>What somebody wants to do: to a resource, or to a path that is none.</summary>
internal sealed record Access(string Verb)
{
    public string Group { get; init; } = string.Empty;

    public string Resource { get; init; } = string.Empty;

    public string Subresource { get; init; } = string.Empty;

    public string Namespace { get; init; } = string.Empty;

    public string Name { get; init; } = string.Empty;

    /// <summary>Null: it is about a resource.</summary>
    public string? Path { get; init; }

    public string FullResource => Subresource.Length == 0 ? Resource : $"{Resource}/{Subresource}";

    /// <summary>As API servers word a refusal.</summary>
    public string Refusal(Caller caller)
    {
        if (Path is not null)
        {
            return $"forbidden: User \"{caller.User}\" cannot {Verb} path \"{Path}\"";
        }
        var qualified = Group.Length == 0 ? FullResource : $"{Resource}.{Group}{(Subresource.Length == 0 ? string.Empty : "/" + Subresource)}";
        var subject = Name.Length == 0 ? qualified : $"{qualified} \"{Name}\"";
        var where = Namespace.Length == 0 ? "at the cluster scope" : $"in the namespace \"{Namespace}\"";
        return $"{subject} is forbidden: User \"{caller.User}\" cannot {Verb} resource \"{FullResource}\" in API group \"{Group}\" {where}";
    }
}
