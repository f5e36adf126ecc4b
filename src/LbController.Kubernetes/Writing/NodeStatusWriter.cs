using System.Text.Json;
using System.Text.Json.Nodes;
using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Engine.Facts;
using LbController.Kubernetes.Client;

namespace LbController.Kubernetes.Writing;

/// <summary>
/// Writes and removes what this node says about a Service (ServiceL2Status, ServiceBGPStatus). The objects are found by their labels each
/// time, so nothing is remembered and a restarted speaker goes on with those of its predecessor.
/// </summary>
internal sealed class NodeStatusWriter(ClusterClient client, WriterIdentity identity, TimeProvider time)
{
    private const string NodeLabel = "metallb.io/node";
    private const string ServiceNameLabel = "metallb.io/service-name";
    private const string ServiceNamespaceLabel = "metallb.io/service-namespace";

    /// <summary>
    /// Leaves exactly one object, and writes only what is not so already. One that belongs to an earlier Pod of this node goes with that Pod, so it
    /// gives way to one of our own.
    /// </summary>
    public async Task<Outcome> WriteAsync(
        NodeStatusKind kind,
        ObjectKey service,
        ValueArray<string> entries,
        ValueArray<Address> addresses,
        CancellationToken cancellation)
    {
        var listed = await FindAsync(kind, service, cancellation);
        if (!listed.IsSuccess)
        {
            return ApiOutcome.Of(listed);
        }

        var found = NamesAndStatuses(listed.Body);
        var kept = found.FirstOrDefault(status => !status.IsOfAnother);
        var wanted = kind.StatusOf(identity.NodeName, service, entries, addresses, (kept ?? found.FirstOrDefault())?.Status, time.GetUtcNow());
        var outcome = kept is null ? await CreateAsync(kind, service, wanted, cancellation) : await PatchAsync(kind, kept, wanted, cancellation);
        return outcome.Kind == OutcomeKind.Done ? await RemoveAsync(kind, found.Where(status => status != kept), cancellation) : outcome;
    }

    /// <summary>Done also when there is none.</summary>
    public async Task<Outcome> RemoveAsync(NodeStatusKind kind, ObjectKey service, CancellationToken cancellation)
    {
        var listed = await FindAsync(kind, service, cancellation);
        return listed.IsSuccess
            ? await RemoveAsync(kind, NamesAndStatuses(listed.Body), cancellation)
            : ApiOutcome.Of(listed);
    }

    /// <summary>The Services that this node's objects are about.</summary>
    public async Task<(ValueArray<ObjectKey> Services, Outcome Outcome)> ListAsync(NodeStatusKind kind, CancellationToken cancellation)
    {
        var listed = await FindAsync(kind, $"{NodeLabel}={identity.NodeName}", cancellation);
        return listed.IsSuccess ? (ServicesOf(listed.Body), Outcome.Done) : ([], ApiOutcome.Of(listed));
    }

    private Task<ApiAnswer> FindAsync(NodeStatusKind kind, ObjectKey service, CancellationToken cancellation) => FindAsync(
        kind,
        $"{NodeLabel}={identity.NodeName},{ServiceNameLabel}={service.Name},{ServiceNamespaceLabel}={service.Namespace}",
        cancellation);

    private Task<ApiAnswer> FindAsync(NodeStatusKind kind, string selector, CancellationToken cancellation)
    {
        var path = $"{kind.Path.Collection(identity.Namespace)}?labelSelector={Uri.EscapeDataString(selector)}";
        return client.CallAsync(HttpMethod.Get, path, body: null, cancellation);
    }

    // The status is a subresource: an object is made without it first.
    private async Task<Outcome> CreateAsync(NodeStatusKind kind, ObjectKey service, JsonObject wanted, CancellationToken cancellation)
    {
        var created = await client.CallAsync(
            HttpMethod.Post,
            kind.Path.Collection(identity.Namespace),
            new ApiBody(Blank(kind, service)),
            cancellation);
        var name = NameOf(created.Body);
        return created.IsSuccess && name.Length > 0
            ? await PatchAsync(kind, new NodeStatus(name, Status: null, IsOfAnother: false), wanted, cancellation)
            : ApiOutcome.Of(created);
    }

    private async Task<Outcome> PatchAsync(NodeStatusKind kind, NodeStatus found, JsonObject wanted, CancellationToken cancellation)
    {
        if (JsonNode.DeepEquals(found.Status, wanted))
        {
            return Outcome.Done;
        }

        var path = kind.Path.Item(identity.Namespace, found.Name, "status");
        var patch = ApiBody.Merge(new JsonObject { ["status"] = wanted });
        return ApiOutcome.Of(await client.CallAsync(HttpMethod.Patch, path, patch, cancellation));
    }

    private async Task<Outcome> RemoveAsync(NodeStatusKind kind, IEnumerable<NodeStatus> found, CancellationToken cancellation)
    {
        foreach (var status in found)
        {
            var path = kind.Path.Item(identity.Namespace, status.Name);
            var outcome = ApiOutcome.Of(await client.CallAsync(HttpMethod.Delete, path, body: null, cancellation));
            if (outcome.Kind is not (OutcomeKind.Done or OutcomeKind.NotFound))
            {
                return outcome;
            }
        }

        return Outcome.Done;
    }

    private JsonObject Blank(NodeStatusKind kind, ObjectKey service)
    {
        var metadata = new JsonObject
        {
            ["generateName"] = kind.NamePrefix,
            ["namespace"] = identity.Namespace,
            ["labels"] = new JsonObject
            {
                [NodeLabel] = identity.NodeName,
                [ServiceNameLabel] = service.Name,
                [ServiceNamespaceLabel] = service.Namespace,
            },
        };
        if (identity.OwnerReferences() is { } owners)
        {
            metadata["ownerReferences"] = owners;
        }

        return new JsonObject
        {
            ["apiVersion"] = $"{kind.Path.Group}/{kind.Path.Version}",
            ["kind"] = kind.Kind,
            ["metadata"] = metadata,
            ["spec"] = new JsonObject(),
        };
    }

    private List<NodeStatus> NamesAndStatuses(JsonElement list) =>
        list.ValueKind == JsonValueKind.Object && list.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array
            ? [.. items.EnumerateArray().Select(item => new NodeStatus(NameOf(item), StatusOf(item), identity.IsOfAnother(item))).Where(status => status.Name.Length > 0)]
            : [];

    private static ValueArray<ObjectKey> ServicesOf(JsonElement list) =>
        list.GetProperty("items").EnumerateArray().Select(LabelsOf).Where(labels => labels.ValueKind == JsonValueKind.Object).Select(ServiceOf).ToValueArray();

    private static JsonElement LabelsOf(JsonElement item) => item.GetProperty("metadata").TryGetProperty("labels", out var labels) ? labels : default;

    private static ObjectKey ServiceOf(JsonElement labels) => new(
        labels.TryGetProperty(ServiceNamespaceLabel, out var @namespace) ? @namespace.GetString()! : "",
        labels.TryGetProperty(ServiceNameLabel, out var name) ? name.GetString()! : "");

    private static string NameOf(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object
        && item.TryGetProperty("metadata", out var metadata)
        && metadata.TryGetProperty("name", out var name)
            ? name.GetString() ?? ""
            : "";

    private static JsonObject? StatusOf(JsonElement item) =>
        item.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Object ? JsonObject.Create(status) : null;

    private sealed record NodeStatus(string Name, JsonObject? Status, bool IsOfAnother);
}
