using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Resources;

/// <summary>Core events and events.k8s.io events are one set of objects under two spellings.</summary>
internal static class EventFields
{
    private static readonly (string Core, string Grouped)[] Spellings =
    [
        ("involvedObject", "regarding"),
        ("message", "note"),
        ("reportingComponent", "reportingController"),
        ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"),
        ("count", "deprecatedCount"),
        ("source", "deprecatedSource"),
    ];

    public static IReadOnlyList<string> Core { get; } =
    [
        "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
        "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
    ];

    public static IReadOnlyList<string> Grouped { get; } =
    [
        "regarding.kind", "regarding.namespace", "regarding.name", "regarding.uid", "regarding.apiVersion", "reason", "reportingController", "type",
    ];

    public static JsonObject ToCore(JsonObject grouped) => Rename(grouped, "v1", pair => (pair.Grouped, pair.Core));

    public static JsonObject ToGrouped(JsonObject core) => Rename(core, "events.k8s.io/v1", pair => (pair.Core, pair.Grouped));

    private static JsonObject Rename(JsonObject from, string apiVersion, Func<(string Core, string Grouped), (string From, string To)> direction)
    {
        var renamed = from.Copy();
        renamed["apiVersion"] = apiVersion;
        foreach (var (old, fresh) in Spellings.Select(direction))
        {
            if (renamed.Remove(old, out var value))
            {
                renamed[fresh] = value;
            }
        }
        return renamed;
    }
}
