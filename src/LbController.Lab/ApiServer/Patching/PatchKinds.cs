using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Applying;
using LbController.Lab.ApiServer.Requests;
using LbController.Lab.ApiServer.Resources;

namespace LbController.Lab.ApiServer.Patching;

/// <summary>The patch kinds by their media types.</summary>
internal static class PatchKinds
{
    private static readonly Dictionary<string, PatchKind> ByMediaType = new(StringComparer.OrdinalIgnoreCase)
    {
        ["application/json-patch+json"] = PatchKind.Json,
        ["application/merge-patch+json"] = PatchKind.Merge,
        ["application/strategic-merge-patch+json"] = PatchKind.Strategic,
        ["application/apply-patch+yaml"] = PatchKind.Apply,
    };

    public static PatchKind Of(string? contentType) =>
        ByMediaType.TryGetValue((contentType ?? string.Empty).Split(';')[0].Trim(), out var kind)
            ? kind
            : throw Refusals.UnsupportedMediaType(contentType, [.. ByMediaType.Keys]);

    public static JsonObject Apply(PatchKind kind, ResourceType type, JsonObject body, JsonNode? patch, WriteOptions options)
    {
        switch (kind, patch)
        {
            case (PatchKind.Json, JsonArray operations):
                return JsonPatch.Apply(body, operations);
            case (PatchKind.Merge, JsonObject changes):
                return (JsonObject)MergePatch.Apply(body, changes)!;
            case (PatchKind.Strategic, JsonObject) when type.IsCustom:
                throw Refusals.UnsupportedMediaType("application/strategic-merge-patch+json", "application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml");
            case (PatchKind.Strategic, JsonObject changes):
                new StrategicMerge(type).Apply(body, changes);
                return body;
            case (PatchKind.Apply, JsonObject applied):
                return ServerSideApply.Apply(type, body, applied, options);
            default:
                throw Refusals.BadRequest("the patch has not the form that its media type asks for");
        }
    }
}
