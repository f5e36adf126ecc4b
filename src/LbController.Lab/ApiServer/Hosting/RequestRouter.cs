using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Authorization;
using LbController.Lab.ApiServer.Discovery;
using LbController.Lab.ApiServer.Requests;
using LbController.Lab.ApiServer.Resources;
using LbController.Lab.ApiServer.Store;
using Microsoft.AspNetCore.Http;

namespace LbController.Lab.ApiServer.Hosting;

/// <summary>Finds who answers a request, by its path, and turns refusals into answers.</summary>
internal sealed class RequestRouter(ObjectStore store, ResourceCatalog catalog, RequestGuard guard, ReadRequests reads, WatchRequests watches, WriteRequests writes, ScaleRequests scales, TokenRequests tokens, TimeSpan writeDelay)
{
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            if (writeDelay > TimeSpan.Zero && !HttpMethods.IsGet(context.Request.Method))
            {
                await Task.Delay(writeDelay, context.RequestAborted).ConfigureAwait(false);
            }
            await RouteAsync(context).ConfigureAwait(false);
        }
        catch (ApiException refusal) when (!context.Response.HasStarted)
        {
            Answers.Warn(context, refusal.Warnings);
            await Answers.WriteAsync(context, refusal.Code, refusal.ToStatus()).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client has gone.
        }
        catch (Exception wrong) when (!context.Response.HasStarted)
        {
            await Console.Error.WriteLineAsync($"{context.Request.Method} {context.Request.Path}: {wrong}").ConfigureAwait(false);
            var status = new ApiException(500, "InternalError", $"Internal error occurred: {wrong.Message}").ToStatus();
            await Answers.WriteAsync(context, 500, status).ConfigureAwait(false);
        }
    }

    private Task RouteAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        var caller = guard.Identify(context.Request);
        if (RequestTarget.Parse(path) is { } target && Find(target) is { } type)
        {
            guard.Require(caller, RequestGuard.Of(context.Request, type, target));
            return DispatchAsync(context, type, WithNamespace(type, target), caller);
        }
        guard.Require(caller, new Access("get") { Path = path });
        if (path is "/healthz" or "/readyz" or "/livez")
        {
            context.Response.ContentType = "text/plain";
            return context.Response.WriteAsync("ok", context.RequestAborted);
        }
        JsonObject? document;
        lock (store.Gate)
        {
            document = Document(path.Trim('/').Split('/'));
        }
        return Answers.WriteAsync(context, 200, document ?? throw Refusals.NoSuchPath());
    }

    private ResourceType? Find(RequestTarget target)
    {
        lock (store.Gate)
        {
            return catalog.Find(target.Group, target.Version, target.Plural);
        }
    }

    /// <summary>"namespaces/x" is the object itself, not something in the namespace x.</summary>
    private static RequestTarget WithNamespace(ResourceType type, RequestTarget target)
    {
        if (!type.Namespaced && target.Namespace.Length > 0)
        {
            throw Refusals.NoSuchPath();
        }
        if (type.Namespaced && target is { HasName: true, Namespace.Length: 0 })
        {
            throw Refusals.NoSuchPath();
        }
        return target;
    }

    private JsonObject? Document(string[] path) => path switch
    {
        ["version"] => DiscoveryDocuments.Version(),
        ["api"] => DiscoveryDocuments.CoreVersions(),
        ["apis"] => DiscoveryDocuments.Groups(catalog),
        ["api", var version] => DiscoveryDocuments.Resources(catalog, string.Empty, version),
        ["apis", var group] => DiscoveryDocuments.GroupDocument(catalog, group),
        ["apis", var group, var version] => DiscoveryDocuments.Resources(catalog, group, version),
        ["openapi", "v2"] => OpenApiDocuments.Swagger(catalog),
        ["openapi", "v3"] => OpenApiDocuments.Index(catalog),
        ["openapi", "v3", .. var group] => OpenApiDocuments.Group(catalog, string.Join('/', group)),
        _ => null,
    };

    private Task DispatchAsync(HttpContext context, ResourceType type, RequestTarget target, Caller caller)
    {
        if (target is { Plural: "serviceaccounts", Group: "", Subresource: "token" } && HttpMethods.IsPost(context.Request.Method))
        {
            return tokens.CreateAsync(context, type, target);
        }
        if (type.HasScale && target.Subresource is "scale")
        {
            return scales.HandleAsync(context, type, target);
        }
        if (target.Subresource.Length > 0 && !(target.Subresource is "status" && type.HasStatus))
        {
            throw Refusals.NoSuchPath();
        }
        if (type.DeprecationWarning is { } deprecation)
        {
            Answers.Warn(context, [deprecation]);
        }
        var watching = context.Request.Query["watch"] is ["true" or "1"];
        return (context.Request.Method, target.HasName) switch
        {
            _ when type.IsReview && !HttpMethods.IsPost(context.Request.Method) => throw Refusals.MethodNotAllowed(),
            ("GET", _) when watching => watches.WatchAsync(context, type, target),
            ("GET", true) => reads.GetAsync(context, type, target),
            ("GET", false) => reads.ListAsync(context, type, target),
            ("POST", false) => writes.CreateAsync(context, type, target, caller),
            ("PUT", true) => writes.ReplaceAsync(context, type, target),
            ("PATCH", true) => writes.PatchAsync(context, type, target),
            ("DELETE", true) => writes.DeleteAsync(context, type, target),
            ("DELETE", false) => writes.DeleteAllAsync(context, type, target),
            _ => throw Refusals.MethodNotAllowed(),
        };
    }
}
