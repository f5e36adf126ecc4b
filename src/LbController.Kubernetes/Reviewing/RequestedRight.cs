namespace LbController.Kubernetes.Reviewing;

/// <summary>Which right a request to the API server needs, as its authorizers see it.</summary>
public static class RequestedRight
{
    /// <returns>Null: a path that is no resource.</returns>
    public static Right? Of(HttpMethod method, Uri address)
    {
        var parts = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (group, rest) = parts switch
        {
            ["api", _, .. var core] => ("", core),
            ["apis", var name, _, .. var named] => (name, named),
            _ => ("", []),
        };
        var isOfCluster = rest is not ["namespaces", _, _, ..];
        if (!isOfCluster)
        {
            rest = rest[2..];
        }

        var resource = rest switch
        {
            [var plural, _, var part, ..] => $"{plural}/{part}",
            [var plural, ..] => plural,
            _ => "",
        };
        return resource.Length == 0 ? null : new Right(VerbOf(method, address, isOne: rest.Length > 1), group, resource, isOfCluster);
    }

    private static string VerbOf(HttpMethod method, Uri address, bool isOne) => method.Method switch
    {
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => isOne ? "delete" : "deletecollection",
        _ when isOne => "get",
        _ => address.Query.Contains("watch=true", StringComparison.Ordinal) ? "watch" : "list",
    };
}
