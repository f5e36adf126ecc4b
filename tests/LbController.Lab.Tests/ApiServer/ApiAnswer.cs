using System.Net;
using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.Tests.ApiServer;

internal sealed record ApiAnswer(HttpStatusCode Code, JsonNode Body, IReadOnlyList<string> Warnings)
{
    public string Message => Body.Text("message") ?? string.Empty;

    public IEnumerable<(string Field, string Message)> Causes =>
        Body.Objects("details", "causes").Select(cause => (cause.Text("field") ?? string.Empty, cause.Text("message") ?? string.Empty));
}
