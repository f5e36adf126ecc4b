using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using Microsoft.AspNetCore.Http;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>Writes answers.</summary>
internal static class Answers
{
    public const string Json = "application/json";

    public static Task WriteAsync(HttpContext context, int code, JsonNode body) => WriteAsync(context, code, JsonText.Encode(body));

    public static async Task WriteAsync(HttpContext context, int code, ReadOnlyMemory<byte> json)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = Json;
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted).ConfigureAwait(false);
    }

    public static void Warn(HttpContext context, IEnumerable<string> warnings)
    {
        foreach (var warning in warnings)
        {
            var line = string.Concat(warning.Select(one => char.IsControl(one) ? ' ' : one));
            var quoted = line.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            context.Response.Headers.Append("Warning", $"299 - \"{quoted}\"");
        }
    }
}
