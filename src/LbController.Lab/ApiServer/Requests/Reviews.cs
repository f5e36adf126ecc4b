using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>Who asks whether something is allowed hears yes: everybody is the administrator here.</summary>
internal static class Reviews
{
    private const string Administrator = "lab-admin";

    public static JsonObject Answer(JsonObject review)
    {
        var answer = review.Copy();
        answer["status"] = review.Text("kind") switch
        {
            "TokenReview" => new JsonObject { ["authenticated"] = true, ["user"] = User() },
            "SelfSubjectReview" => new JsonObject { ["userInfo"] = User() },
            "SelfSubjectRulesReview" => new JsonObject { ["incomplete"] = false, ["nonResourceRules"] = new JsonArray(), ["resourceRules"] = new JsonArray(Everything()) },
            _ => new JsonObject { ["allowed"] = true },
        };
        return answer;
    }

    private static JsonObject User() => new() { ["username"] = Administrator, ["groups"] = JsonReading.ArrayOf(["system:masters"]) };

    private static JsonObject Everything() => new()
    {
        ["apiGroups"] = JsonReading.ArrayOf(["*"]),
        ["resources"] = JsonReading.ArrayOf(["*"]),
        ["verbs"] = JsonReading.ArrayOf(["*"]),
    };
}
