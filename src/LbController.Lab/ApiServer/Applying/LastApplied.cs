using System.Text.Json;
using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Requests;

namespace LbController.Lab.ApiServer.Applying;

/// <summary>
/// What kubectl applied last on the client's side, kept in an annotation. Who goes on with <c>kubectl apply --server-side</c> takes over the
/// fields that still are as it says, without force: they were kubectl's all along.
/// </summary>
internal static class LastApplied
{
    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";
    private const string Manager = "kubectl";

    /// <summary>The annotation; null: there is none.</summary>
    public static string? Of(JsonObject live) => live.Text("metadata", "annotations", Annotation);

    /// <summary>True when kubectl applies, and no conflict is left beside the fields that it applied last and nobody has changed since.</summary>
    public static bool Covers(JsonObject wanted, IEnumerable<ManagedEntry> others, JsonObject live, JsonObject merged, FieldStructure root, WriteOptions options)
    {
        if (options.FieldManager is not Manager || Parse(Of(live)) is not { } applied)
        {
            return false;
        }

        var kept = FieldSets.Of(applied, root);
        FieldSets.Remove(kept, FieldSets.Changed(applied, live, root));
        var rest = wanted.Copy();
        FieldSets.Remove(rest, kept);
        return !others.Any(other => ApplyConflicts.Find(rest, other.Fields, live, merged).Any());
    }

    private static JsonObject? Parse(string? text)
    {
        try
        {
            return text is null ? null : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
