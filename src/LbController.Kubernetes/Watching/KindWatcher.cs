using System.Net;
using System.Text.Json;
using LbController.Kubernetes.Client;

namespace LbController.Kubernetes.Watching;

/// <summary>One watch of a kind, from a version to its end.</summary>
internal sealed class KindWatcher(WatchedKind kind, ClusterClient client, InformerTimings timings, ObjectFacts facts, Action onHeard, TimeProvider time)
{
    /// <summary>The version to go on from: it grows with every event, also when the watch then fails.</summary>
    public string Version { get; set; } = "";

    /// <summary>The server accepted the watch that ran last.</summary>
    public bool WasAccepted { get; private set; }

    /// <summary>Returns when the server ends the watch.</summary>
    /// <exception cref="VersionExpiredException">The list must be read again.</exception>
    /// <exception cref="WatchFailedException">The server refused, answered nonsense or fell silent.</exception>
    public async Task WatchAsync(CancellationToken cancellation)
    {
        WasAccepted = false;
        using var response = await OpenAsync(cancellation);
        WasAccepted = true;
        onHeard();
        var body = await response.Content.ReadAsStreamAsync(cancellation);
        await using var stream = new WatchStream(body, timings.Silence, time);
        while (await stream.ReadLineAsync(cancellation) is { } line)
        {
            onHeard();
            if (line.Length > 0)
            {
                Take(line);
            }
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(CancellationToken cancellation)
    {
        var response = await client.OpenAsync(Path(), cancellation);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            return response;
        }

        var status = response.StatusCode;
        response.Dispose();
        throw status == HttpStatusCode.Gone
            ? new VersionExpiredException($"watch from version {Version}: {(int)status} {status}")
            : new WatchFailedException($"watch: {(int)status} {status}");
    }

    // Watches of many kinds and nodes that began together must not all end together.
    private string Path()
    {
        var seconds = (int)(timings.WatchAtLeast.TotalSeconds * (1 + Random.Shared.NextDouble()));
        return $"{kind.Path.Collection(kind.Namespace)}?watch=true&allowWatchBookmarks=true&timeoutSeconds={seconds}"
            + $"&resourceVersion={Uri.EscapeDataString(Version)}";
    }

    private void Take(ReadOnlyMemory<byte> line)
    {
        using var document = Parse(line);
        var (type, json) = EventOf(document.RootElement);
        switch (type)
        {
            case "ADDED" or "MODIFIED":
                facts.Seen(json);
                break;
            case "DELETED":
                facts.Gone(json);
                break;
            case "ERROR":
                throw ErrorOf(json);
            default:
                // BOOKMARK carries a version and nothing else; a type of the future is none of ours.
                break;
        }

        var version = ObjectMetadata.Of(json).Text("resourceVersion");
        Version = version.Length > 0 ? version : Version;
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException failure)
        {
            throw new WatchFailedException($"the watch sent a line that is no JSON: {failure.Message}");
        }
    }

    private static (string Type, JsonElement Object) EventOf(JsonElement line) =>
        line.ValueKind == JsonValueKind.Object
        && line.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
        && line.TryGetProperty("object", out var json) && json.ValueKind == JsonValueKind.Object
            ? (type.GetString()!, json)
            : throw new WatchFailedException("the watch sent a line without type and object");

    private static Exception ErrorOf(JsonElement status)
    {
        var code = status.TryGetProperty("code", out var value) && value.TryGetInt32(out var number)
            ? (HttpStatusCode)number
            : HttpStatusCode.InternalServerError;
        var message = new ApiAnswer(code, status).Message;
        return code == HttpStatusCode.Gone ? new VersionExpiredException(message) : new WatchFailedException($"watch: {message}");
    }
}
