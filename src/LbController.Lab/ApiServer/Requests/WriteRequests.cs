using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Applying;
using LbController.Lab.ApiServer.Authorization;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Patching;
using LbController.Lab.ApiServer.Resources;
using LbController.Lab.ApiServer.Store;
using Microsoft.AspNetCore.Http;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>POST, PUT, PATCH and DELETE.</summary>
internal sealed class WriteRequests(ObjectStore store, ObjectWriter writer, ObjectRemover remover, AdmittedWrites admitted, Reviews reviews)
{
    public async Task CreateAsync(HttpContext context, ResourceType type, RequestTarget target, Caller caller)
    {
        var body = await RequestBody.ReadObjectAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
        if (type.IsReview)
        {
            await Answers.WriteAsync(context, 201, reviews.Answer(body, caller)).ConfigureAwait(false);
            return;
        }
        var options = Options(context, target, null);
        var created = await admitted.WriteAsync(
            type,
            target with { Name = body.Text("metadata", "name") ?? string.Empty },
            options,
            tried => writer.Create(type, target.Namespace, Named(body, tried), tried.Options),
            context.RequestAborted).ConfigureAwait(false);
        await AnswerAsync(context, 201, type, created, options).ConfigureAwait(false);
    }

    public async Task ReplaceAsync(HttpContext context, ResourceType type, RequestTarget target)
    {
        var body = await RequestBody.ReadObjectAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
        var options = Options(context, target, null);
        var updated = await admitted.WriteAsync(
            type, target, options, tried => writer.Update(type, Key(type, target), _ => body.Copy(), tried.Options), context.RequestAborted).ConfigureAwait(false);
        await AnswerAsync(context, 200, type, updated, options).ConfigureAwait(false);
    }

    public async Task PatchAsync(HttpContext context, ResourceType type, RequestTarget target)
    {
        var kind = PatchKinds.Of(context.Request.ContentType);
        var patch = await RequestBody.ReadAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
        var options = Options(context, target, kind);
        var key = Key(type, target);
        var code = 200;
        var patched = await admitted.WriteAsync(type, target, options, Patch, context.RequestAborted).ConfigureAwait(false);
        await AnswerAsync(context, code, type, patched, options).ConfigureAwait(false);

        StoredObject Patch(TriedWrite tried)
        {
            if (kind is PatchKind.Apply && store.Find(key) is null && target.Subresource.Length == 0)
            {
                code = 201;
                return writer.Create(type, target.Namespace, ServerSideApply.Create(type, target.Name, patch?.DeepClone(), tried.Options), tried.Options);
            }
            code = 200;
            return writer.Update(type, key, body => PatchKinds.Apply(kind, type, body, patch?.DeepClone(), tried.Options), tried.Options);
        }
    }

    public async Task DeleteAsync(HttpContext context, ResourceType type, RequestTarget target)
    {
        var body = await RequestBody.ReadAsync(context.Request, context.RequestAborted).ConfigureAwait(false) as JsonObject;
        var options = DeleteOptions.Parse(body, context.Request.Query);
        var key = Key(type, target);
        bool waits;
        var warnings = new List<string>();
        await admitted.CheckDeletionAsync(type, key, options.DryRun, warnings, context.RequestAborted).ConfigureAwait(false);
        Answers.Warn(context, warnings);
        StoredObject last;
        lock (store.Gate)
        {
            last = remover.Delete(type, key, options);
            waits = store.Find(key) is not null && !options.DryRun;
        }
        await (waits
            ? Answers.WriteAsync(context, 200, new AnswerShape(type, context.Request).Item(last))
            : Answers.WriteAsync(context, 200, Deleted(type, last))).ConfigureAwait(false);
    }

    public async Task DeleteAllAsync(HttpContext context, ResourceType type, RequestTarget target)
    {
        var body = await RequestBody.ReadAsync(context.Request, context.RequestAborted).ConfigureAwait(false) as JsonObject;
        var options = DeleteOptions.Parse(body, context.Request.Query);
        var scope = new ListScope(type, target, context.Request.Query);
        List<StoredObject> deleted;
        lock (store.Gate)
        {
            deleted = [.. store.List(type.Storage, scope.Namespace).Where(scope.Contains)];
        }
        foreach (var stored in deleted)
        {
            await admitted.CheckDeletionAsync(type, stored.Key, options.DryRun, [], context.RequestAborted).ConfigureAwait(false);
            lock (store.Gate)
            {
                if (store.Find(stored.Key) is not null)
                {
                    remover.Delete(type, stored.Key, options);
                }
            }
        }
        await Answers.WriteAsync(context, 200, new AnswerShape(type, context.Request).List(deleted, [])).ConfigureAwait(false);
    }

    private static ObjectKey Key(ResourceType type, RequestTarget target) => new(type.Storage, target.Namespace, target.Name);

    public static WriteOptions Options(HttpContext context, RequestTarget target, PatchKind? patch)
    {
        var query = context.Request.Query;
        var manager = query["fieldManager"] is [{ Length: > 0 } named] ? named : null;
        if (patch is PatchKind.Apply && manager is null)
        {
            throw Refusals.BadRequest("PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
        }
        return new WriteOptions
        {
            FieldManager = manager ?? context.Request.Headers.UserAgent.ToString().Split('/')[0],
            FieldValidation = query["fieldValidation"] is [{ Length: > 0 } validation] ? validation : "Warn",
            Subresource = target.Subresource,
            DryRun = query.ContainsKey("dryRun"),
            Force = query["force"] is ["true"],
            Patch = patch,
        };
    }

    /// <summary>A name that was generated for the trial is the name.</summary>
    private static JsonObject Named(JsonObject body, TriedWrite tried)
    {
        var named = body.Copy();
        if (tried.Trial is { } trial)
        {
            named.Ensure("metadata")["name"] = trial.Key.Name;
        }
        return named;
    }

    private static Task AnswerAsync(HttpContext context, int code, ResourceType type, StoredObject stored, WriteOptions options)
    {
        Answers.Warn(context, options.Warnings);
        return Answers.WriteAsync(context, code, new AnswerShape(type, context.Request).Item(stored));
    }

    private static JsonObject Deleted(ResourceType type, StoredObject last) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        ["status"] = "Success",
        ["details"] = new JsonObject { ["name"] = last.Key.Name, ["group"] = type.Group, ["kind"] = type.Plural, ["uid"] = last.Uid },
    };
}
