using System.Globalization;
using System.Text.Json.Nodes;
using LbController.Core.Addresses;
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

    /// <param name="node">Who announces.</param>
    /// <param name="service">What.</param>
    /// <param name="entries">Interfaces, or peers.</param>
    /// <param name="addresses">The addresses; empty: they are not told.</param>
    /// <param name="found">The status as it stands: an address that is in it already keeps its time.</param>
    /// <param name="now">The time of one that is not.</param>
    public JsonObject StatusOf(string node, ObjectKey service, ValueArray<string> entries, ValueArray<Address> addresses, JsonObject? found, DateTimeOffset now)
    {
        var status = new JsonObject
        {
            ["node"] = node,
            ["serviceName"] = service.Name,
            ["serviceNamespace"] = service.Namespace,
            [Field] = new JsonArray([.. entries.Select(Entry)]),
        };
        if (!addresses.IsEmpty)
        {
            var known = (found?["addresses"] as JsonArray ?? []).OfType<JsonObject>().ToLookup(entry => (string?)entry["address"], entry => (string?)entry["since"]);
            var time = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            status["addresses"] = new JsonArray(
                [.. addresses.Select(address => address.ToString()).Select(address => new JsonObject { ["address"] = address, ["since"] = known[address].FirstOrDefault() ?? time })]);
        }

        return status;
    }
}
