using System.Net;
using System.Text.Json;
using LbController.Kubernetes.Client;

namespace LbController.Kubernetes.Watching;

/// <summary>Reads all objects of a kind, page by page, all of one version.</summary>
internal sealed class KindLister(WatchedKind kind, ClusterClient client, int pageSize)
{
    /// <summary>Hands over each object and returns the version that the list is of.</summary>
    /// <exception cref="VersionExpiredException">The list took so long that its version was forgotten.</exception>
    /// <exception cref="WatchFailedException">The server refused or answered nonsense.</exception>
    public async Task<string> ListAsync(Action<JsonElement> take, CancellationToken cancellation)
    {
        var path = $"{kind.Path.Collection(kind.Namespace)}?limit={pageSize}";
        var coming = PageAsync(path, cancellation);
        while (true)
        {
            var page = await coming;
            cancellation.ThrowIfCancellationRequested();
            var metadata = ObjectMetadata.Of(page);
            var next = metadata.Text("continue");
            if (next.Length == 0)
            {
                TakeItems(page, take);
                return metadata.Text("resourceVersion");
            }

            // The server makes the next one while this one is taken in.
            coming = PageAsync($"{path}&continue={Uri.EscapeDataString(next)}", cancellation);
            TakeItems(page, take);
        }
    }

    private async Task<JsonElement> PageAsync(string path, CancellationToken cancellation)
    {
        var answer = await client.CallAsync(HttpMethod.Get, path, body: null, cancellation);
        return answer.Status switch
        {
            HttpStatusCode.Gone => throw new VersionExpiredException(answer.Message),
            HttpStatusCode.OK when answer.Body.ValueKind == JsonValueKind.Object => answer.Body,
            _ => throw new WatchFailedException($"list: {answer.Message}", answer.Status),
        };
    }

    private static void TakeItems(JsonElement page, Action<JsonElement> take)
    {
        if (page.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in items.EnumerateArray())
            {
                take(item);
            }
        }
    }
}
