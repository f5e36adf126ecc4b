using System.Text.Json;
using System.Text.Json.Nodes;
using LbController.Core.Snapshot;
using LbController.Engine.Admission;
using LbController.Kubernetes.Watching;

namespace LbController.Kubernetes.Admission;

/// <summary><c>admission.k8s.io/v1</c> AdmissionReview to a question, and the verdict back.</summary>
public static class AdmissionReviewCodec
{
    private const string ApiVersion = "admission.k8s.io/v1";
    private const int MostWarning = 256;

    /// <param name="review">What the API server has sent.</param>
    /// <param name="kinds">The kinds that are judged.</param>
    /// <param name="uid">To be echoed; empty when the review has none, which is no review then.</param>
    /// <param name="question">Null: the request is about nothing that is judged.</param>
    /// <param name="error">Why an object cannot be read; empty: it can.</param>
    public static bool TryRead(JsonElement review, IEnumerable<WatchedKind> kinds, out string uid, out AdmissionQuestion? question, out string error)
    {
        (uid, question, error) = ("", null, "");
        if (Text(review, "kind") != "AdmissionReview" || Text(review, "apiVersion") != ApiVersion || Member(review, "request") is not { } request)
        {
            return false;
        }

        uid = Text(request, "uid");
        var resource = Member(request, "resource") ?? default;
        var kind = kinds.FirstOrDefault(kind => kind.Path.Group == Text(resource, "group") && kind.Path.Plural == Text(resource, "resource"));
        if (uid.Length == 0 || kind is null || Text(request, "subResource").Length > 0)
        {
            return uid.Length > 0;
        }

        try
        {
            question = new AdmissionQuestion(
                kind.Name,
                new ObjectKey(Text(request, "namespace"), Text(request, "name")),
                Read(kind, request, "oldObject"),
                Read(kind, request, "object"));
        }
        catch (Exception failure) when (failure is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            error = $"{kind.Name} {Text(request, "name")}: {failure.Message}";
        }

        return true;
    }

    public static JsonObject Answer(string uid, AdmissionVerdict verdict)
    {
        var response = new JsonObject { ["uid"] = uid, ["allowed"] = verdict.IsAllowed };
        if (!verdict.IsAllowed)
        {
            response["status"] = new JsonObject { ["code"] = 422, ["reason"] = "Invalid", ["message"] = string.Join("; ", verdict.Errors) };
        }

        if (!verdict.Warnings.IsEmpty)
        {
            response["warnings"] = new JsonArray([.. verdict.Warnings.Select(warning => JsonValue.Create(Shorten(warning)))]);
        }

        return new JsonObject { ["apiVersion"] = ApiVersion, ["kind"] = "AdmissionReview", ["response"] = response };
    }

    /// <summary>API servers cut longer warnings off.</summary>
    private static string Shorten(string warning) => warning.Length <= MostWarning ? warning : string.Concat(warning.AsSpan(0, MostWarning - 1), "…");

    private static SnapshotObject? Read(WatchedKind kind, JsonElement request, string name) =>
        Member(request, name) is { } json ? kind.Read(json) : null;

    private static JsonElement? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static string Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
