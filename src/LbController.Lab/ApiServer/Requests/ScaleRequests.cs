using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Patching;
using LbController.Lab.ApiServer.Resources;
using LbController.Lab.ApiServer.Store;
using Microsoft.AspNetCore.Http;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>GET, PUT and PATCH of the subresource "scale". No webhook is asked.</summary>
internal sealed class ScaleRequests(ObjectStore store, ObjectWriter writer)
{
    public async Task HandleAsync(HttpContext context, ResourceType type, RequestTarget target)
    {
        var key = new ObjectKey(type.Storage, target.Namespace, target.Name);
        StoredObject stored;
        switch (context.Request.Method)
        {
            case "GET":
                lock (store.Gate)
                {
                    stored = store.Find(key) ?? throw Refusals.NotFound(type, target.Name);
                }
                break;
            case "PUT":
                var scale = await RequestBody.ReadObjectAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
                stored = Write(type, key, context, _ => scale);
                break;
            case "PATCH":
                var kind = PatchKinds.Of(context.Request.ContentType);
                var patch = await RequestBody.ReadAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
                stored = Write(type, key, context, current => Patched(kind, current, patch?.DeepClone()));
                break;
            default:
                throw Refusals.MethodNotAllowed();
        }
        await Answers.WriteAsync(context, 200, Scale.Of(ObjectView.Body(stored, type))).ConfigureAwait(false);
    }

    private StoredObject Write(ResourceType type, ObjectKey key, HttpContext context, Func<JsonObject, JsonObject> change)
    {
        var options = WriteRequests.Options(context, new RequestTarget(type.Group, type.Version, type.Plural), null);
        lock (store.Gate)
        {
            return writer.Update(type, key, body => Scale.Put(type, body.Copy(), change(Scale.Of(body))), options);
        }
    }

    private static JsonObject Patched(PatchKind kind, JsonObject scale, JsonNode? patch) => (kind, patch) switch
    {
        (PatchKind.Json, JsonArray operations) => JsonPatch.Apply(scale, operations),
        // A Scale has no lists: a strategic merge is a merge.
        (PatchKind.Merge or PatchKind.Strategic, JsonObject changes) => (JsonObject)MergePatch.Apply(scale, changes)!,
        _ => throw Refusals.BadRequest("a Scale takes a JSON patch, a merge patch or a strategic merge patch"),
    };
}
