namespace LbController.Lab.ApiServer.Requests;

/// <summary>The path of a request for objects, taken apart. Empty text stands for "not in the path".</summary>
internal sealed record RequestTarget(string Group, string Version, string Plural)
{
    public string Namespace { get; init; } = string.Empty;

    public string Name { get; init; } = string.Empty;

    public string Subresource { get; init; } = string.Empty;

    public bool HasName => Name.Length > 0;

    /// <summary>Null when the path asks for no object: discovery, health and the like.</summary>
    public static RequestTarget? Parse(string path)
    {
        var parts = path.Trim('/').Split('/').Select(Uri.UnescapeDataString).ToArray();
        return parts switch
        {
            ["api", var version, .. { Length: > 0 } rest] => Within(string.Empty, version, rest),
            ["apis", var group, var version, .. { Length: > 0 } rest] => Within(group, version, rest),
            _ => null,
        };
    }

    private static RequestTarget? Within(string group, string version, string[] rest) => rest switch
    {
        ["namespaces", var name, "status" or "finalize"] => new(group, version, "namespaces") { Name = name, Subresource = rest[2] },
        ["namespaces", var space, var plural] => new(group, version, plural) { Namespace = space },
        ["namespaces", var space, var plural, var name] => new(group, version, plural) { Namespace = space, Name = name },
        ["namespaces", var space, var plural, var name, var sub] => new(group, version, plural) { Namespace = space, Name = name, Subresource = sub },
        [var plural] => new(group, version, plural),
        [var plural, var name] => new(group, version, plural) { Name = name },
        [var plural, var name, var sub] => new(group, version, plural) { Name = name, Subresource = sub },
        _ => null,
    };
}
