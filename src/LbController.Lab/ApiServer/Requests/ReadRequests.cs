using System.Globalization;
using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Resources;
using LbController.Lab.ApiServer.Store;
using Microsoft.AspNetCore.Http;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>GET of one object and of a list.</summary>
internal sealed class ReadRequests(ObjectStore store)
{
    public Task GetAsync(HttpContext context, ResourceType type, RequestTarget target)
    {
        StoredObject? found;
        lock (store.Gate)
        {
            found = store.Find(new ObjectKey(type.Storage, target.Namespace, target.Name));
        }
        return Answers.WriteAsync(context, 200, new AnswerShape(type, context.Request).Item(found ?? throw Refusals.NotFound(type, target.Name)));
    }

    public Task ListAsync(HttpContext context, ResourceType type, RequestTarget target)
    {
        var query = context.Request.Query;
        var scope = new ListScope(type, target, query);
        var limit = int.TryParse(query["limit"], CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : int.MaxValue;
        var from = query["continue"] is [{ Length: > 0 } token] ? ContinueToken.Parse(token) : null;
        List<StoredObject> page;
        List<StoredObject> rest;
        long revision;
        lock (store.Gate)
        {
            CheckVersion(type, query, from);
            revision = from?.Revision ?? store.Revision;
            page = [.. store.List(type.Storage, scope.Namespace, from?.Last).Where(scope.Contains).Take(limit)];
            rest = page.Count < limit ? [] : [.. store.List(type.Storage, scope.Namespace, page[^1].Key)];
        }
        var metadata = new JsonObject { ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture) };
        if (rest.Exists(scope.Contains))
        {
            metadata["continue"] = new ContinueToken(revision, page[^1].Key).Encode();
            if (!scope.IsSelective)
            {
                metadata["remainingItemCount"] = rest.Count;
            }
        }
        return Answers.WriteAsync(context, 200, new AnswerShape(type, context.Request).List(page, metadata));
    }

    /// <summary>
    /// A later page has the first page's revision: a watch from there replays what changed meanwhile. That works as long as
    /// the changes since are known.
    /// </summary>
    private void CheckVersion(ResourceType type, IQueryCollection query, ContinueToken? from)
    {
        var forgotten = store.Log(type.Storage).ForgottenRevision;
        if (from is not null && from.Revision < forgotten)
        {
            throw Refusals.Expired(from.Revision, forgotten);
        }
        if (query["resourceVersion"] is not [{ Length: > 0 } text])
        {
            return;
        }
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            throw Refusals.BadRequest($"resourceVersion: Invalid value: \"{text}\": must be a number");
        }
        if (version > store.Revision)
        {
            throw Refusals.TooLargeVersion(version, store.Revision);
        }
        if (query["resourceVersionMatch"] is ["Exact"] && version != store.Revision)
        {
            throw Refusals.Expired(version, store.Revision);
        }
    }
}
