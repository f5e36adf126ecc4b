using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Store;

namespace LbController.Lab.ApiServer.Authorization;

/// <summary>
/// RBAC over the roles and bindings in the store, whose gate the caller holds. Whoever is known may read the discovery. Not there: aggregated
/// roles, and the guard against giving others more than one has.
/// </summary>
internal sealed class RoleAuthorizer(ObjectStore store)
{
    private const string Rbac = "rbac.authorization.k8s.io/";

    private static readonly string[] OpenPaths = ["/api", "/apis", "/version", "/openapi", "/healthz", "/livez", "/readyz"];

    public bool Allows(Caller caller, Access access)
    {
        if (caller.IsAdministrator || IsOpen(access) || IsAboutOneself(access))
        {
            return true;
        }
        return Rules(caller, access.Namespace).Any(rule => access.Path is null ? AllowsResource(rule, access) : AllowsPath(rule, access));
    }

    private static bool IsOpen(Access access) =>
        access is { Verb: "get", Path: { } path } && OpenPaths.Any(open => path == open || path.StartsWith(open + "/", StringComparison.Ordinal));

    private static bool IsAboutOneself(Access access) => access is { Verb: "create", Path: null }
        && (access.Group, access.Resource) is ("authorization.k8s.io", "selfsubjectaccessreviews" or "selfsubjectrulesreviews") or ("authentication.k8s.io", "selfsubjectreviews");

    private IEnumerable<JsonObject> Rules(Caller caller, string space)
    {
        foreach (var binding in store.List(Rbac + "clusterrolebindings", null).Where(binding => Binds(binding, caller)))
        {
            foreach (var rule in RulesOf(binding))
            {
                yield return rule;
            }
        }
        if (space.Length == 0)
        {
            yield break;
        }
        foreach (var rule in store.List(Rbac + "rolebindings", space).Where(binding => Binds(binding, caller)).SelectMany(RulesOf))
        {
            yield return rule;
        }
    }

    private IEnumerable<JsonObject> RulesOf(StoredObject binding)
    {
        var (kind, name) = (binding.Body.Text("roleRef", "kind"), binding.Body.Text("roleRef", "name") ?? string.Empty);
        var key = kind is "ClusterRole" ? new ObjectKey(Rbac + "clusterroles", string.Empty, name) : new ObjectKey(Rbac + "roles", binding.Key.Namespace, name);
        return store.Find(key)?.Body.Objects("rules") ?? [];
    }

    private static bool Binds(StoredObject binding, Caller caller) => binding.Body.Objects("subjects").Any(subject => subject.Text("kind") switch
    {
        "User" => subject.Text("name") == caller.User,
        "Group" => caller.Groups.Contains(subject.Text("name") ?? string.Empty, StringComparer.Ordinal),
        "ServiceAccount" => caller.User == $"system:serviceaccount:{subject.Text("namespace") ?? binding.Key.Namespace}:{subject.Text("name")}",
        _ => false,
    });

    private static bool AllowsResource(JsonObject rule, Access access) =>
        Lists(rule, "verbs", access.Verb)
        && Lists(rule, "apiGroups", access.Group)
        && rule.Texts("resources").Any(resource => resource is "*" || resource == access.FullResource || (access.Subresource.Length > 0 && resource == $"*/{access.Subresource}"))
        && (!rule.Texts("resourceNames").Any() || rule.Texts("resourceNames").Contains(access.Name, StringComparer.Ordinal));

    private static bool AllowsPath(JsonObject rule, Access access) =>
        Lists(rule, "verbs", access.Verb)
        && rule.Texts("nonResourceURLs").Any(path => path == access.Path || (path.EndsWith('*') && access.Path!.StartsWith(path[..^1], StringComparison.Ordinal)));

    private static bool Lists(JsonObject rule, string field, string value) => rule.Texts(field).Any(one => one is "*" || one == value);
}
