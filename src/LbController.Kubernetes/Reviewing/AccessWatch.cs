using System.Collections.Concurrent;
using System.Net;
using LbController.Engine.Facts;
using Microsoft.Extensions.Logging;

namespace LbController.Kubernetes.Reviewing;

/// <summary>
/// Sees every answer of the API server: a right that is denied is told once, and once more when it is there. A 403 for another reason, such as a quota or
/// a namespace that is being removed, is none of those.
/// </summary>
/// <param name="sink">Takes <see cref="Fact.AccessDenied"/> and <see cref="Fact.AccessGiven"/>; must not block.</param>
/// <param name="logger">Told the verb and the resource.</param>
public sealed partial class AccessWatch(Action<Fact> sink, ILogger<AccessWatch> logger) : DelegatingHandler
{
    private readonly ConcurrentDictionary<Right, bool> denied = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.Forbidden)
        {
            await answer.Content.LoadIntoBufferAsync(cancellationToken);
            if (RequestedRight.Of(request.Method, request.RequestUri!) is { } right && IsOfRoles(await answer.Content.ReadAsStringAsync(cancellationToken), right) && denied.TryAdd(right, true))
            {
                Denied(right.Verb, right.Subject);
                sink(new Fact.AccessDenied(right.Verb, right.Subject));
            }
        }
        else if (!denied.IsEmpty && answer.IsSuccessStatusCode && RequestedRight.Of(request.Method, request.RequestUri!) is { } right && denied.TryRemove(right, out _))
        {
            Given(right.Verb, right.Subject);
            sink(new Fact.AccessGiven(right.Verb, right.Subject));
        }

        return answer;
    }

    /// <summary>As every authorizer of Kubernetes says it: <c>User "…" cannot list resource "…"</c>.</summary>
    private static bool IsOfRoles(string body, Right right) => body.Contains($" cannot {right.Verb} ", StringComparison.Ordinal);

    [LoggerMessage(EventId = 221, Level = LogLevel.Error, Message = "missing right: verb '{Verb}', resource '{Resource}'; give it to the ServiceAccount, kubectl lb check lists what is missing")]
    private partial void Denied(string verb, string resource);

    [LoggerMessage(EventId = 222, Level = LogLevel.Information, Message = "the right to {Verb} {Resource} is there")]
    private partial void Given(string verb, string resource);
}
