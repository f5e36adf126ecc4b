using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Authorization;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Resources;
using LbController.Lab.ApiServer.Store;
using Microsoft.AspNetCore.Http;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>Makes tokens of ServiceAccounts, as the subresource <c>token</c> does.</summary>
internal sealed class TokenRequests(ObjectStore store, AccountTokens tokens)
{
    public async Task CreateAsync(HttpContext context, ResourceType type, RequestTarget target)
    {
        var request = await RequestBody.ReadAsync(context.Request, context.RequestAborted).ConfigureAwait(false) as JsonObject ?? [];
        string token;
        lock (store.Gate)
        {
            token = tokens.Issue(store.Find(new ObjectKey(type.Storage, target.Namespace, target.Name)) ?? throw Refusals.NotFound(type, target.Name));
        }
        var answer = request.Copy();
        (answer["apiVersion"], answer["kind"]) = ("authentication.k8s.io/v1", "TokenRequest");
        answer["status"] = new JsonObject { ["token"] = token, ["expirationTimestamp"] = DateTime.UtcNow.AddDays(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) };
        await Answers.WriteAsync(context, 201, answer).ConfigureAwait(false);
    }
}
