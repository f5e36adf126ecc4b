using System.Text.Json.Nodes;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>A refusal that the client is told as a metav1.Status.</summary>
internal sealed class ApiException(int code, string reason, string message) : Exception(message)
{
    public int Code { get; } = code;

    public string Reason { get; } = reason;

    public JsonObject? Details { get; init; }

    /// <summary>What the client is told beside the refusal.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public JsonObject ToStatus() => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        ["status"] = "Failure",
        ["message"] = Message,
        ["reason"] = Reason,
        ["details"] = Details?.DeepClone(),
        ["code"] = Code,
    };
}
