using LbController.Lab.ApiServer.Requests;
using LbController.Lab.ApiServer.Resources;
using LbController.Lab.ApiServer.Store;
using Microsoft.AspNetCore.Http;

namespace LbController.Lab.ApiServer.Authorization;

/// <summary>
/// Who sends a request and whether he may. Without <paramref name="enforces"/> everybody is the administrator, but for who shows the token of a
/// ServiceAccount: he is known, and may do all the same. A request without credentials is the administrator's: kubectl sends none without TLS.
/// </summary>
internal sealed class RequestGuard(ObjectStore store, AccountTokens tokens, RoleAuthorizer authorizer, bool enforces, AuditLog? audit)
{
    public bool Enforces => enforces;

    /// <exception cref="ApiException">The credentials are wrong.</exception>
    public Caller Identify(HttpRequest request)
    {
        var caller = TokenOf(request) is { Length: > 0 } token
            ? Known(token) ?? (enforces ? throw new ApiException(401, "Unauthorized", "Unauthorized") : Caller.Administrator)
            : Caller.Administrator;
        return caller.IsAdministrator && request.Headers["Impersonate-User"] is [{ Length: > 0 } user]
            ? Caller.Named(user, request.Headers["Impersonate-Group"].OfType<string>())
            : caller;
    }

    /// <summary>Whose token it is; null: nobody's.</summary>
    public Caller? Known(string token)
    {
        if (token is AccountTokens.AdministratorToken)
        {
            return Caller.Administrator;
        }
        lock (store.Gate)
        {
            return tokens.Read(token);
        }
    }

    public bool Allows(Caller caller, Access access)
    {
        if (!enforces)
        {
            return true;
        }
        lock (store.Gate)
        {
            return authorizer.Allows(caller, access);
        }
    }

    /// <exception cref="ApiException">He may not.</exception>
    public void Require(Caller caller, Access access)
    {
        var allowed = Allows(caller, access);
        audit?.Write(caller, access, allowed);
        if (!allowed)
        {
            throw new ApiException(403, "Forbidden", access.Refusal(caller)) { Details = [] };
        }
    }

    public static Access Of(HttpRequest request, ResourceType type, RequestTarget target) => new(VerbOf(request, target))
    {
        Group = type.Group,
        Resource = type.Plural,
        Subresource = target.Subresource,
        Namespace = target.Namespace,
        Name = target.HasName ? target.Name : NameIn(request.Query["fieldSelector"]),
    };

    private static string VerbOf(HttpRequest request, RequestTarget target) => (request.Method, target.HasName) switch
    {
        ("GET", _) when request.Query["watch"] is ["true" or "1"] => "watch",
        ("GET", true) => "get",
        ("GET", false) => "list",
        ("POST", _) => "create",
        ("PUT", _) => "update",
        ("PATCH", _) => "patch",
        ("DELETE", true) => "delete",
        _ => "deletecollection",
    };

    private static string NameIn(string? selector) =>
        selector is not null && selector.StartsWith("metadata.name=", StringComparison.Ordinal) ? selector["metadata.name=".Length..] : string.Empty;

    private static string TokenOf(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : string.Empty;
}
