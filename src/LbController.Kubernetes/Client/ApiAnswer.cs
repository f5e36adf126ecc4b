using System.Net;
using System.Text.Json;

namespace LbController.Kubernetes.Client;

/// <summary>A whole answer of the API server.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body as JSON; undefined when it is empty or no JSON.</param>
public readonly record struct ApiAnswer(HttpStatusCode Status, JsonElement Body)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>What the server says about a failure: the <c>message</c> of its Status object, else the HTTP status.</summary>
    public string Message =>
        Body.ValueKind == JsonValueKind.Object
        && Body.TryGetProperty("message", out var message)
        && message.ValueKind == JsonValueKind.String
            ? $"{(int)Status} {Status}: {Shorten(message.GetString()!)}"
            : $"{(int)Status} {Status}";

    private static string Shorten(string text) => text.Length <= 500 ? text : string.Concat(text.AsSpan(0, 500), "…");
}
