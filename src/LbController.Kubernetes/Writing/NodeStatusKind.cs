using System.Text.Json.Nodes;
using LbController.Core.Snapshot;
using LbController.Kubernetes.Client;

namespace LbController.Kubernetes.Writing;

/// <summary>A kind of which each speaker writes one object for each Service that it announces.</summary>
/// <param name="Path">Where it lives.</param>
/// <param name="Kind">Its name in the API.</param>
/// <param name="NamePrefix">Begins each object's name.</param>
/// <param name="Field">The list in its status.</param>
/// <param name="Entry">An element of that list.</param>
internal sealed record NodeStatusKind(ResourcePath Path, string Kind, string NamePrefix, string Field, Func<string, JsonNode> Entry)
{
    public static readonly NodeStatusKind L2 =
        new(WrittenPaths.L2Statuses, "ServiceL2Status", "l2-", "interfaces", name => new JsonObject { ["name"] = name });

    public static readonly NodeStatusKind Bgp =
        new(WrittenPaths.BgpStatuses, "ServiceBGPStatus", "bgp-", "peers", name => JsonValue.Create(name));

    public JsonObject StatusOf(string node, ObjectKey service, ValueArray<string> entries) => new()
    {
        ["node"] = node,
        ["serviceName"] = service.Name,
        ["serviceNamespace"] = service.Namespace,
        [Field] = new JsonArray([.. entries.Select(Entry)]),
    };
}
