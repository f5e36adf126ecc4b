using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Tables;

/// <summary>The columns of Deployments and their kin, after the name.</summary>
internal static class WorkloadColumns
{
    private static readonly TableColumn Age = new("Age", "string", 0, item => Ages.Since(item.Text("metadata", "creationTimestamp")));

    private static readonly TableColumn ReadyOfWanted = new("Ready", "string", 0, item => $"{Status(item, "readyReplicas")}/{Wanted(item)}");

    public static IReadOnlyList<TableColumn> Deployments { get; } = [ReadyOfWanted, Count("Up-to-date", "updatedReplicas"), Count("Available", "availableReplicas"), Age];

    public static IReadOnlyList<TableColumn> StatefulSets { get; } = [ReadyOfWanted, Age];

    public static IReadOnlyList<TableColumn> ReplicaSets { get; } =
        [new("Desired", "integer", 0, item => Wanted(item)), Count("Current", "replicas"), Count("Ready", "readyReplicas"), Age];

    public static IReadOnlyList<TableColumn> DaemonSets { get; } =
    [
        Count("Desired", "desiredNumberScheduled"),
        Count("Current", "currentNumberScheduled"),
        Count("Ready", "numberReady"),
        Count("Up-to-date", "updatedNumberScheduled"),
        Count("Available", "numberAvailable"),
        new("Node Selector", "string", 0, item => ServiceCells.Selector(item.Object("spec", "template", "spec", "nodeSelector"))),
        Age,
    ];

    private static TableColumn Count(string name, string field) => new(name, "integer", 0, item => Status(item, field));

    private static long Status(JsonObject item, string field) => item.Number("status", field) ?? 0;

    private static long Wanted(JsonObject item) => item.Number("spec", "replicas") ?? 0;
}
