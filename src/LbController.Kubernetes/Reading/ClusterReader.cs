using System.Net;
using System.Text.Json;
using LbController.Core.Snapshot;
using LbController.Kubernetes.Client;
using LbController.Kubernetes.Watching;

namespace LbController.Kubernetes.Reading;

/// <summary>Reads kinds once, for programs that look and go; the daemons watch instead.</summary>
public sealed class ClusterReader(ClusterClient client)
{
    private const int PageSize = 500;

    /// <summary>All objects of these kinds, kind by kind. An object that cannot be read is passed over, as the daemons do.</summary>
    /// <exception cref="ReadFailedException">Missing rights, or a kind that the cluster does not know.</exception>
    public async Task<IReadOnlyList<SnapshotObject>> ReadAsync(IEnumerable<WatchedKind> kinds, CancellationToken cancellation)
    {
        var lists = await Task.WhenAll(kinds.Select(kind => ReadAsync(kind, cancellation)));
        return [.. lists.SelectMany(list => list)];
    }

    /// <summary>All objects of a kind as they are in the API.</summary>
    /// <inheritdoc cref="ReadAsync(IEnumerable{WatchedKind}, CancellationToken)" path="/exception"/>
    public Task<IReadOnlyList<JsonElement>> ReadRawAsync(ResourcePath path, string @namespace, CancellationToken cancellation) =>
        ListAsync(new WatchedKind(path.Plural, path, @namespace, typeof(SnapshotObject), _ => throw new NotSupportedException()), cancellation);

    private async Task<IReadOnlyList<SnapshotObject>> ReadAsync(WatchedKind kind, CancellationToken cancellation)
    {
        var objects = new List<SnapshotObject>();
        foreach (var json in await ListAsync(kind, cancellation))
        {
            try
            {
                objects.Add(kind.Read(json));
            }
            catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException)
            {
                // The daemons skip it too, and say so in their logs.
            }
        }

        return objects;
    }

    private async Task<IReadOnlyList<JsonElement>> ListAsync(WatchedKind kind, CancellationToken cancellation)
    {
        var items = new List<JsonElement>();
        try
        {
            await new KindLister(kind, client, PageSize).ListAsync(items.Add, cancellation);
            return items;
        }
        catch (WatchFailedException failure)
        {
            throw new ReadFailedException(Explain(kind, failure), failure.Status);
        }
        catch (VersionExpiredException)
        {
            items.Clear();
            await new KindLister(kind, client, PageSize).ListAsync(items.Add, cancellation);
            return items;
        }
    }

    private static string Explain(WatchedKind kind, WatchFailedException failure)
    {
        var resource = kind.Path.Group.Length == 0 ? kind.Path.Plural : $"{kind.Path.Plural}.{kind.Path.Group}";
        var where = kind.Namespace.Length == 0 ? "in the whole cluster" : $"in namespace '{kind.Namespace}'";
        return failure.Status switch
        {
            HttpStatusCode.Forbidden => $"missing right: verb 'list' on resource '{resource}' {where}; ask for a role that has it",
            HttpStatusCode.Unauthorized => $"the API server does not know who asks (401) at 'list' of '{resource}': renew the credentials of the kubeconfig",
            HttpStatusCode.NotFound => $"the cluster does not know '{resource}' ({kind.Path.Version}): install the CRDs of LbController",
            _ => $"'list' of '{resource}' {where} failed: {failure.Message}",
        };
    }
}
