using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LbController.Kubernetes.Client;
using Microsoft.Extensions.Logging;

namespace LbController.Kubernetes.Reviewing;

/// <summary>
/// Who calls, by a TokenReview, and whether he may, by a SubjectAccessReview. Answers are remembered for a while, so that a scraper costs
/// the API server little; tokens are not, only their hashes.
/// </summary>
public sealed partial class AccessReviewer(ClusterClient client, TimeProvider time, ILogger<AccessReviewer> logger)
{
    private const int MostRemembered = 256;
    private static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, (AccessVerdict Verdict, long At)> remembered = new(StringComparer.Ordinal);

    /// <param name="token">The bearer token; may be empty.</param>
    /// <param name="verb">Such as <c>get</c>.</param>
    /// <param name="path">A path that is no resource, such as <c>/metrics</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<AccessVerdict> ReviewAsync(string token, string verb, string path, CancellationToken cancellation)
    {
        if (token.Length == 0)
        {
            return AccessVerdict.Unauthenticated;
        }

        var question = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{verb} {path} {token}")));
        if (Recall(question) is { } known)
        {
            return known;
        }

        try
        {
            var verdict = await AskAsync(token, verb, path, cancellation);
            if (verdict != AccessVerdict.Unknown)
            {
                Remember(question, verdict);
            }

            return verdict;
        }
        catch (Exception failure) when (failure is HttpRequestException or TimeoutException)
        {
            NotAsked(failure.Message);
            return AccessVerdict.Unknown;
        }
    }

    private async Task<AccessVerdict> AskAsync(string token, string verb, string path, CancellationToken cancellation)
    {
        var who = await PostAsync("authentication.k8s.io", "TokenReview", "tokenreviews", new JsonObject { ["token"] = token }, cancellation);
        if (who is not { } identity)
        {
            return AccessVerdict.Unknown;
        }

        if (!IsTrue(identity, "authenticated") || !identity.TryGetProperty("user", out var user))
        {
            return AccessVerdict.Unauthenticated;
        }

        var spec = new JsonObject
        {
            ["user"] = Node(user, "username"),
            ["uid"] = Node(user, "uid"),
            ["groups"] = Node(user, "groups"),
            ["extra"] = Node(user, "extra"),
            ["nonResourceAttributes"] = new JsonObject { ["path"] = path, ["verb"] = verb },
        };
        return await PostAsync("authorization.k8s.io", "SubjectAccessReview", "subjectaccessreviews", spec, cancellation) is not { } access
            ? AccessVerdict.Unknown
            : IsTrue(access, "allowed") ? AccessVerdict.Allowed : AccessVerdict.Forbidden;
    }

    /// <returns>The status of the review; null: it was not answered.</returns>
    private async Task<JsonElement?> PostAsync(string group, string kind, string plural, JsonObject spec, CancellationToken cancellation)
    {
        var body = new ApiBody(new JsonObject { ["apiVersion"] = $"{group}/v1", ["kind"] = kind, ["spec"] = spec });
        var answer = await client.CallAsync(HttpMethod.Post, new ResourcePath(group, "v1", plural).Collection(), body, cancellation);
        if (answer.IsSuccess && answer.Body.ValueKind == JsonValueKind.Object && answer.Body.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Object)
        {
            return status;
        }

        NotAsked($"create {plural}.{group}: {answer.Message}");
        return null;
    }

    private static bool IsTrue(JsonElement status, string name) => status.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static JsonNode? Node(JsonElement user, string name) =>
        user.TryGetProperty(name, out var value) ? JsonNode.Parse(value.GetRawText()) : null;

    private AccessVerdict? Recall(string question)
    {
        lock (gate)
        {
            return remembered.TryGetValue(question, out var known) && time.GetElapsedTime(known.At) < RememberedFor ? known.Verdict : null;
        }
    }

    private void Remember(string question, AccessVerdict verdict)
    {
        lock (gate)
        {
            if (remembered.Count >= MostRemembered)
            {
                remembered.Clear();
            }

            remembered[question] = (verdict, time.GetTimestamp());
        }
    }

    [LoggerMessage(EventId = 220, Level = LogLevel.Warning, Message = "cannot ask the API server who may read the metrics: {Why}")]
    private partial void NotAsked(string why);
}
