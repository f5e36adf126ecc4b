using System.Text.Json;
using LbController.Kubernetes.Client;
using LbController.Kubernetes.Reading;

namespace LbController.Cli.Cluster;

/// <summary>Finds the programs' Pods in their namespace, by the labels of this chart or of MetalLB's.</summary>
internal sealed class DaemonReader(ClusterClient client)
{
    private static readonly ResourcePath Pods = new("", "v1", "pods");

    /// <exception cref="ReadFailedException">Missing rights.</exception>
    public async Task<IReadOnlyList<Daemon>> ReadAsync(string @namespace, CancellationToken cancellation) =>
    [
        .. (await new ClusterReader(client).ReadRawAsync(Pods, @namespace, cancellation))
            .Select(Read)
            .OfType<Daemon>()
            .OrderBy(daemon => daemon.IsSpeaker)
            .ThenBy(daemon => daemon.Node, StringComparer.Ordinal)
            .ThenBy(daemon => daemon.Pod, StringComparer.Ordinal),
    ];

    private static Daemon? Read(JsonElement pod)
    {
        var (metadata, spec, status) = (Field(pod, "metadata"), Field(pod, "spec"), Field(pod, "status"));
        var component = Text(Field(metadata, "labels"), "app.kubernetes.io/component");
        if (component is not ("controller" or "speaker") || Text(metadata, "deletionTimestamp").Length > 0)
        {
            return null;
        }

        var ready = Items(status, "conditions").Any(condition => Text(condition, "type") == "Ready" && Text(condition, "status") == "True");
        var trouble = Items(status, "containerStatuses").Select(Trouble).FirstOrDefault(text => text.Length > 0) ?? "";
        return new Daemon(component == "speaker", Text(metadata, "name"), Text(spec, "nodeName"), Text(spec, "serviceAccountName") is { Length: > 0 } account ? account : "default", ready, trouble);
    }

    private static string Trouble(JsonElement container)
    {
        var waiting = Field(Field(container, "state"), "waiting");
        return waiting.ValueKind == JsonValueKind.Object ? $"{Text(waiting, "reason")}: {Text(waiting, "message")}" : "";
    }

    private static JsonElement Field(JsonElement item, string name) => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) ? value : default;

    private static string Text(JsonElement item, string name) => Field(item, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    private static JsonElement.ArrayEnumerator Items(JsonElement item, string name) => Field(item, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;
}
