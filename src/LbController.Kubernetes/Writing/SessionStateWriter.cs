using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Kubernetes.Client;
using LbController.Kubernetes.Resources;

namespace LbController.Kubernetes.Writing;

/// <summary>Writes the BGPSessionStates of this node, one for each peer, and removes those of peers that it has no session with any more.</summary>
internal sealed class SessionStateWriter(ClusterClient client, WriterIdentity identity, TimeProvider time)
{
    private const string NodeLabel = "lbcontroller.dev/node";
    private const int LongestName = 253;

    public async Task<Outcome> WriteAsync(SessionReport session, bool isTransition, CancellationToken cancellation)
    {
        var name = NameOf(session.Peer);
        var found = await client.CallAsync(HttpMethod.Get, WrittenPaths.SessionStates.Item(identity.Namespace, name), body: null, cancellation);
        if (found.IsSuccess && identity.IsOfAnother(found.Body))
        {
            // It would go with the earlier Pod that it belongs to.
            var removed = await client.CallAsync(HttpMethod.Delete, WrittenPaths.SessionStates.Item(identity.Namespace, name), body: null, cancellation);
            found = removed.IsSuccess ? removed with { Status = HttpStatusCode.NotFound } : removed;
        }

        if (found.Status == HttpStatusCode.NotFound)
        {
            found = await client.CallAsync(HttpMethod.Post, WrittenPaths.SessionStates.Collection(identity.Namespace), new ApiBody(Blank(name)), cancellation);
        }

        if (!found.IsSuccess)
        {
            return ApiOutcome.Of(found);
        }

        var before = found.Body.Deserialize(MetalLbJson.Default.BgpSessionState)?.Status?.Since;
        var since = isTransition || before is null ? time.GetUtcNow().UtcDateTime : before.Value;
        var patch = ApiBody.Merge(new JsonObject { ["status"] = StatusOf(session, since) });
        return ApiOutcome.Of(await client.CallAsync(HttpMethod.Patch, WrittenPaths.SessionStates.Item(identity.Namespace, name, "status"), patch, cancellation));
    }

    /// <summary>Removes what an earlier run or a former peer has left.</summary>
    public async Task<Outcome> KeepAsync(ValueArray<string> peers, CancellationToken cancellation)
    {
        var selector = Uri.EscapeDataString($"{NodeLabel}={identity.NodeName}");
        var listed = await client.CallAsync(HttpMethod.Get, $"{WrittenPaths.SessionStates.Collection(identity.Namespace)}?labelSelector={selector}", body: null, cancellation);
        if (!listed.IsSuccess)
        {
            return ApiOutcome.Of(listed);
        }

        var kept = peers.Select(NameOf).ToHashSet(StringComparer.Ordinal);
        foreach (var item in listed.Body.GetProperty("items").EnumerateArray())
        {
            var name = item.GetProperty("metadata").GetProperty("name").GetString()!;
            if (kept.Contains(name))
            {
                continue;
            }

            var outcome = ApiOutcome.Of(await client.CallAsync(HttpMethod.Delete, WrittenPaths.SessionStates.Item(identity.Namespace, name), body: null, cancellation));
            if (outcome.Kind is not (OutcomeKind.Done or OutcomeKind.NotFound))
            {
                return outcome;
            }
        }

        return Outcome.Done;
    }

    private JsonObject StatusOf(SessionReport session, DateTime since) => new()
    {
        ["node"] = identity.NodeName,
        ["peer"] = session.Peer,
        ["address"] = session.Address,
        ["vrf"] = session.Vrf,
        ["state"] = session.State,
        ["since"] = since.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["lastError"] = session.LastError,
        ["families"] = new JsonArray([.. session.Families.Select(family => JsonValue.Create(family))]),
        ["prefixesSent"] = session.PrefixesSent,
        ["bfdState"] = session.BfdState,
    };

    private JsonObject Blank(string name)
    {
        var metadata = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = identity.Namespace,
            ["labels"] = new JsonObject { [NodeLabel] = identity.NodeName },
        };
        if (identity.OwnerReferences() is { } owners)
        {
            metadata["ownerReferences"] = owners;
        }

        return new JsonObject
        {
            ["apiVersion"] = MetalLbKinds.BgpSessionState.ApiVersion,
            ["kind"] = MetalLbKinds.BgpSessionState.Kind,
            ["metadata"] = metadata,
        };
    }

    /// <summary>The peer and the node; what would be too long for a name is cut and told apart by a number.</summary>
    private string NameOf(string peer)
    {
        var whole = $"{peer}.{identity.NodeName}";
        return whole.Length <= LongestName
            ? whole
            : string.Create(CultureInfo.InvariantCulture, $"{whole[..(LongestName - 17)].TrimEnd('.', '-')}-{StableHash.Of("session", whole):x16}");
    }
}
