using System.Text.Json;
using System.Text.Json.Nodes;
using LbController.Kubernetes.Client;
using LbController.Kubernetes.Reviewing;

namespace LbController.Cli.Cluster;

/// <summary>Asks the API server, by SubjectAccessReviews, whether the programs have the rights that they need.</summary>
internal sealed class RightReader(ClusterClient client)
{
    private const string Reviews = "apis/authorization.k8s.io/v1/subjectaccessreviews";

    /// <returns>Null: who looks may not ask.</returns>
    public async Task<IReadOnlyList<MissingRight>?> ReadAsync(string @namespace, IEnumerable<Daemon> daemons, CancellationToken cancellation)
    {
        var asked = daemons
            .Select(daemon => (daemon.Account, daemon.IsSpeaker))
            .Distinct()
            .SelectMany(who => (who.IsSpeaker ? RoleRights.Speaker(@namespace) : RoleRights.Controller(@namespace)).Select(right => new MissingRight(who.Account, right)))
            .Distinct()
            .ToList();
        var answers = await Task.WhenAll(asked.Select(one => AskAsync(@namespace, one, cancellation)));
        return answers.Any(answer => answer is null) ? null : [.. asked.Where((_, index) => answers[index] is false)];
    }

    private async Task<bool?> AskAsync(string @namespace, MissingRight asked, CancellationToken cancellation)
    {
        var parts = asked.Right.Resource.Split('/');
        var review = new JsonObject
        {
            ["apiVersion"] = "authorization.k8s.io/v1",
            ["kind"] = "SubjectAccessReview",
            ["spec"] = new JsonObject
            {
                ["user"] = $"system:serviceaccount:{@namespace}:{asked.Account}",
                ["groups"] = new JsonArray("system:serviceaccounts", $"system:serviceaccounts:{@namespace}", "system:authenticated"),
                ["resourceAttributes"] = new JsonObject
                {
                    ["verb"] = asked.Right.Verb,
                    ["group"] = asked.Right.Group,
                    ["resource"] = parts[0],
                    ["subresource"] = parts.Length > 1 ? parts[1] : "",
                    ["namespace"] = asked.Right.IsOfCluster ? "" : @namespace,
                },
            },
        };
        var answer = await client.CallAsync(HttpMethod.Post, Reviews, new ApiBody(review), cancellation);
        return answer.IsSuccess && answer.Body.TryGetProperty("status", out var status) && status.TryGetProperty("allowed", out var allowed)
            ? allowed.ValueKind == JsonValueKind.True
            : null;
    }
}
