using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using Microsoft.AspNetCore.Http;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>What a DELETE asks for, from its body or its query.</summary>
internal sealed record DeleteOptions(string Propagation, string? Uid, string? ResourceVersion, bool DryRun)
{
    public static DeleteOptions Parse(JsonObject? body, IQueryCollection query)
    {
        var orphans = body.Bool("orphanDependents") is true || string.Equals(query["orphanDependents"], "true", StringComparison.Ordinal);
        var asked = body.Text("propagationPolicy") ?? (string?)query["propagationPolicy"];
        return new DeleteOptions(
            asked ?? (orphans ? "Orphan" : "Background"),
            body.Text("preconditions", "uid"),
            body.Text("preconditions", "resourceVersion"),
            body.Texts("dryRun").Any() || query.ContainsKey("dryRun"));
    }
}
