using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Authorization;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>Answers who somebody is and what he may.</summary>
internal sealed class Reviews(RequestGuard guard)
{
    public JsonObject Answer(JsonObject review, Caller caller)
    {
        var answer = review.Copy();
        answer["status"] = review.Text("kind") switch
        {
            "TokenReview" => Token(review.Text("spec", "token") ?? string.Empty),
            "SelfSubjectReview" => new JsonObject { ["userInfo"] = caller.ToJson() },
            "SelfSubjectRulesReview" => new JsonObject { ["incomplete"] = guard.Enforces, ["nonResourceRules"] = new JsonArray(), ["resourceRules"] = new JsonArray(Everything()) },
            "SubjectAccessReview" => Access(Caller.Named(review.Text("spec", "user") ?? string.Empty, review.Texts("spec", "groups")), review),
            _ => Access(caller, review),
        };
        return answer;
    }

    private JsonObject Token(string token) =>
        (guard.Known(token) ?? (guard.Enforces ? null : Caller.Administrator)) is { } known
            ? new JsonObject { ["authenticated"] = true, ["user"] = known.ToJson() }
            : new JsonObject { ["authenticated"] = false, ["error"] = "invalid bearer token" };

    private JsonObject Access(Caller subject, JsonObject review)
    {
        var resource = review.Object("spec", "resourceAttributes");
        var path = review.Object("spec", "nonResourceAttributes");
        var access = path is not null
            ? new Access(path.Text("verb") ?? string.Empty) { Path = path.Text("path") ?? string.Empty }
            : new Access(resource.Text("verb") ?? string.Empty)
            {
                Group = resource.Text("group") ?? string.Empty,
                Resource = resource.Text("resource") ?? string.Empty,
                Subresource = resource.Text("subresource") ?? string.Empty,
                Namespace = resource.Text("namespace") ?? string.Empty,
                Name = resource.Text("name") ?? string.Empty,
            };
        return guard.Allows(subject, access)
            ? new JsonObject { ["allowed"] = true }
            : new JsonObject { ["allowed"] = false, ["reason"] = access.Refusal(subject) };
    }

    private static JsonObject Everything() => new()
    {
        ["apiGroups"] = JsonReading.ArrayOf(["*"]),
        ["resources"] = JsonReading.ArrayOf(["*"]),
        ["verbs"] = JsonReading.ArrayOf(["*"]),
    };
}
