using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Tables;

/// <summary>The columns of the built-in resources, after the name.</summary>
internal static class BuiltInColumns
{
    private const string None = "<none>";

    private static readonly TableColumn Age = Text("Age", item => Ages.Since(item.Text("metadata", "creationTimestamp")));

    public static IReadOnlyList<TableColumn> AgeAlone { get; } = [Age];

    public static IReadOnlyList<TableColumn> Namespaces { get; } = [Text("Status", item => item.Text("status", "phase")), Age];

    public static IReadOnlyList<TableColumn> Services { get; } =
    [
        Text("Type", item => item.Text("spec", "type")),
        Text("Cluster-IP", item => item.Text("spec", "clusterIP") ?? None),
        Text("External-IP", ServiceCells.ExternalAddresses),
        Text("Port(s)", ServiceCells.Ports),
        Age,
        Wide("Selector", item => ServiceCells.Selector(item.Object("spec", "selector"))),
    ];

    public static IReadOnlyList<TableColumn> Nodes { get; } =
    [
        Text("Status", NodeCells.Status),
        Text("Roles", NodeCells.Roles),
        Age,
        Text("Version", item => item.Text("status", "nodeInfo", "kubeletVersion") ?? "<unknown>"),
        Wide("Internal-IP", item => NodeCells.Address(item, "InternalIP")),
        Wide("External-IP", item => NodeCells.Address(item, "ExternalIP")),
    ];

    public static IReadOnlyList<TableColumn> Pods { get; } =
    [
        Text("Ready", PodCells.Ready),
        Text("Status", item => item.Text("metadata", "deletionTimestamp") is null ? item.Text("status", "phase") : "Terminating"),
        new("Restarts", "string", 0, item => JsonValue.Create(item.Objects("status", "containerStatuses").Sum(one => one.Number("restartCount") ?? 0))),
        Age,
        Wide("IP", item => item.Text("status", "podIP") ?? None),
        Wide("Node", item => item.Text("spec", "nodeName") ?? None),
    ];

    public static IReadOnlyList<TableColumn> Secrets { get; } =
        [Text("Type", item => item.Text("type")), Whole("Data", item => item.Object("data")?.Count ?? 0), Age];

    public static IReadOnlyList<TableColumn> ConfigMaps { get; } =
        [Whole("Data", item => (item.Object("data")?.Count ?? 0) + (item.Object("binaryData")?.Count ?? 0)), Age];

    public static IReadOnlyList<TableColumn> ServiceAccounts { get; } = [Whole("Secrets", item => item.Array("secrets")?.Count ?? 0), Age];

    public static IReadOnlyList<TableColumn> Events { get; } =
    [
        Text("Last Seen", item => Ages.Since(item.Text("series", "lastObservedTime") ?? item.Text("lastTimestamp") ?? item.Text("eventTime"))),
        Text("Type", item => item.Text("type")),
        Text("Reason", item => item.Text("reason")),
        Text("Object", EventCells.About),
        Wide("Subobject", item => item.Text("involvedObject", "fieldPath")),
        Wide("Source", item => item.Text("source", "component") ?? item.Text("reportingComponent")),
        Text("Message", item => item.Text("message")?.Trim()),
        Wide("First Seen", item => Ages.Since(item.Text("firstTimestamp") ?? item.Text("eventTime"))),
        new("Count", "string", 1, item => JsonValue.Create(item.Number("count") ?? item.Number("series", "count") ?? 1)),
    ];

    public static IReadOnlyList<TableColumn> EndpointSlices { get; } =
    [
        Text("AddressType", item => item.Text("addressType")),
        Text("Ports", item => OrNone(item.Objects("ports").Select(port => port.Node("port").Scalar()))),
        Text("Endpoints", item => OrNone(item.Objects("endpoints").SelectMany(endpoint => endpoint.Texts("addresses")))),
        Age,
    ];

    public static IReadOnlyList<TableColumn> Leases { get; } = [Text("Holder", item => item.Text("spec", "holderIdentity")), Age];

    public static IReadOnlyList<TableColumn> CustomResourceDefinitions { get; } = [Text("Created At", item => item.Text("metadata", "creationTimestamp"))];

    private static TableColumn Text(string name, Func<JsonObject, string?> cell) => new(name, "string", 0, item => cell(item));

    private static TableColumn Wide(string name, Func<JsonObject, string?> cell) => new(name, "string", 1, item => cell(item));

    private static TableColumn Whole(string name, Func<JsonObject, long> cell) => new(name, "integer", 0, item => cell(item));

    private static string OrNone(IEnumerable<string?> items)
    {
        var joined = string.Join(',', items);
        return joined.Length == 0 ? "<unset>" : joined;
    }
}
