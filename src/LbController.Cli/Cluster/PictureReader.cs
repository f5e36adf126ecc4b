using System.Net;
using System.Text.Json;
using LbController.Core.Snapshot;
using LbController.Kubernetes.Client;
using LbController.Kubernetes.Reading;
using LbController.Kubernetes.Resources;
using LbController.Kubernetes.Watching;

namespace LbController.Cli.Cluster;

/// <summary>Reads a picture of the cluster; no Secrets, as no look needs them.</summary>
internal sealed class PictureReader(ClusterClient client)
{
    private static readonly ResourcePath Sessions = new("lbcontroller.dev", "v1beta1", "bgpsessionstates");

    private readonly ClusterReader reader = new(client);

    /// <param name="namespace">Where LbController lives.</param>
    /// <param name="loadBalancerClass">Its class; null: Services without one.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ReadFailedException">Missing rights, or a kind that the cluster does not know.</exception>
    public async Task<ClusterPicture> ReadAsync(string @namespace, string? loadBalancerClass, CancellationToken cancellation)
    {
        var objects = reader.ReadAsync(Kinds(@namespace), cancellation);
        var l2 = reader.ReadRawAsync(ResourcePath.Of(MetalLbKinds.ServiceL2Status), @namespace, cancellation);
        var bgp = reader.ReadRawAsync(ResourcePath.Of(MetalLbKinds.ServiceBgpStatus), @namespace, cancellation);
        var sessions = ReadSessionsAsync(@namespace, cancellation);
        var strays = ReadStraysAsync(@namespace, cancellation);
        var installation = new InstallationReader(client).ReadAsync(@namespace, cancellation);
        await Task.WhenAll(objects, l2, bgp, sessions, strays, installation);
        return new ClusterPicture(@namespace, loadBalancerClass, await objects)
        {
            Announcements =
            [
                .. (await l2).Select(item => Announcement(item, isBgp: false)).Concat((await bgp).Select(item => Announcement(item, isBgp: true)))
                    .OrderBy(item => item.Service).ThenBy(item => item.Node, StringComparer.Ordinal),
            ],
            Sessions = await sessions,
            Strays = await strays,
            Installation = await installation,
        };
    }

    private static IEnumerable<WatchedKind> Kinds(string @namespace) =>
    [
        CoreWatches.Services,
        CoreWatches.EndpointSlices,
        CoreWatches.Nodes,
        CoreWatches.Namespaces,
        MetalLbWatches.Pools(@namespace),
        MetalLbWatches.L2Advertisements(@namespace),
        MetalLbWatches.BgpAdvertisements(@namespace),
        MetalLbWatches.BgpPeers(@namespace),
        MetalLbWatches.Communities(@namespace),
        MetalLbWatches.BfdProfiles(@namespace),
    ];

    /// <summary>Who may not look into other namespaces is told of none.</summary>
    private async Task<IReadOnlyList<StrayObject>> ReadStraysAsync(string @namespace, CancellationToken cancellation)
    {
        var kinds = new[]
        {
            MetalLbKinds.IPAddressPool, MetalLbKinds.L2Advertisement, MetalLbKinds.BgpAdvertisement, MetalLbKinds.BgpPeer, MetalLbKinds.BfdProfile, MetalLbKinds.Community,
        };
        try
        {
            var lists = await Task.WhenAll(kinds.Select(kind => reader.ReadRawAsync(ResourcePath.Of(kind), "", cancellation)));
            return
            [
                .. kinds.Zip(lists, (kind, items) => items.Select(item => Field(item, "metadata")).Select(known => new StrayObject(kind.Kind, new ObjectKey(Text(known, "namespace"), Text(known, "name")))))
                    .SelectMany(items => items)
                    .Where(item => item.Key.Namespace != @namespace),
            ];
        }
        catch (ReadFailedException)
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<PeerSessionState>?> ReadSessionsAsync(string @namespace, CancellationToken cancellation)
    {
        try
        {
            return
            [
                .. (await reader.ReadRawAsync(Sessions, @namespace, cancellation)).Select(Session)
                    .OrderBy(session => session.Node, StringComparer.Ordinal).ThenBy(session => session.Peer, StringComparer.Ordinal),
            ];
        }
        catch (ReadFailedException failure) when (failure.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private static NodeAnnouncement Announcement(JsonElement item, bool isBgp)
    {
        var status = Field(item, "status");
        var targets = isBgp
            ? Items(status, "peers").Select(peer => peer.ToString())
            : Items(status, "interfaces").Select(link => Text(link, "name"));
        return new NodeAnnouncement(Text(status, "node"), new ObjectKey(Text(status, "serviceNamespace"), Text(status, "serviceName")), isBgp, targets.ToValueArray());
    }

    private static PeerSessionState Session(JsonElement item)
    {
        var status = Field(item, "status");
        return new PeerSessionState(
            Text(status, "node"),
            Text(status, "peer"),
            Text(status, "address"),
            Text(status, "state"),
            Text(status, "since"),
            Items(status, "families").Select(family => family.ToString()).ToValueArray(),
            Field(status, "prefixesSent") is { ValueKind: JsonValueKind.Number } sent ? sent.GetInt64() : null,
            Text(status, "lastError"));
    }

    private static JsonElement Field(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) ? value : default;

    private static string Text(JsonElement item, string name) => Field(item, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    private static JsonElement.ArrayEnumerator Items(JsonElement item, string name) =>
        Field(item, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;
}
