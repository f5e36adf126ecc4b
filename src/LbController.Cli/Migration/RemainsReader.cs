using System.Net;
using System.Text.Json;
using LbController.Core.Snapshot;
using LbController.Kubernetes.Client;
using LbController.Kubernetes.Reading;

namespace LbController.Cli.Migration;

/// <summary>Looks for what MetalLB has left; what may not be read, or is a kind that the cluster does not know, is passed over.</summary>
internal sealed class RemainsReader(ClusterClient client)
{
    private const string PeerDefinition = "bgppeers.metallb.io";
    private static readonly string[] KnownConfigMaps = ["bgpextras", "metallb-excludel2", "metallb-memberlist-config", "config"];

    private readonly ClusterReader reader = new(client);
    private readonly List<string> unseen = [];

    public async Task<MetalLbRemains> ReadAsync(string @namespace, CancellationToken cancellation)
    {
        var deployments = await ListAsync(new("apps", "v1", "deployments"), @namespace, cancellation);
        var daemons = await ListAsync(new("apps", "v1", "daemonsets"), @namespace, cancellation);
        var webhooks = await ListAsync(new("admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations"), "", cancellation);
        var definitions = await ListAsync(new("apiextensions.k8s.io", "v1", "customresourcedefinitions"), "", cancellation);
        var maps = await ListAsync(new("", "v1", "configmaps"), @namespace, cancellation);
        var frr = await ListAsync(new("frrk8s.metallb.io", "v1beta1", "frrconfigurations"), "", cancellation);
        var peers = definitions.FirstOrDefault(definition => NameOf(definition) == PeerDefinition);
        return new MetalLbRemains
        {
            Workloads =
            [
                .. deployments.Where(item => IsMetalLb(item) && At(item, "spec", "replicas").ToString() != "0").Select(item => $"Deployment {NameOf(item)}"),
                .. daemons.Where(item => IsMetalLb(item) && At(item, "status", "desiredNumberScheduled").ToString() != "0").Select(item => $"DaemonSet {NameOf(item)}"),
            ],
            Webhooks = [.. webhooks.Where(item => !IsOurs(item) && item.GetRawText().Contains("\"metallb.io\"", StringComparison.Ordinal)).Select(NameOf)],
            PeerVersions = [.. Items(At(peers, "status", "storedVersions")).Select(version => version.ToString())],
            ConvertsByWebhook = At(peers, "spec", "conversion", "strategy").ToString() == "Webhook",
            ConfigMaps = [.. maps.Select(NameOf).Where(name => KnownConfigMaps.Contains(name, StringComparer.Ordinal))],
            FrrConfigurations = [.. frr.Select(NameOf).Where(name => !name.StartsWith("metallb-", StringComparison.Ordinal))],
            Unseen = unseen.ToValueArray(),
        };
    }

    private async Task<IReadOnlyList<JsonElement>> ListAsync(ResourcePath path, string @namespace, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadRawAsync(path, @namespace, cancellation);
        }
        catch (ReadFailedException failure) when (failure.Status == HttpStatusCode.NotFound)
        {
            return [];
        }
        catch (ReadFailedException failure) when (failure.Status == HttpStatusCode.Forbidden)
        {
            unseen.Add(failure.Message);
            return [];
        }
    }

    /// <summary>By the image: names and labels differ between the chart, the manifests and the operator.</summary>
    private static bool IsMetalLb(JsonElement workload) =>
        Items(At(workload, "spec", "template", "spec", "containers")).Any(container =>
            At(container, "image").ToString() is var image
            && (image.Contains("metallb", StringComparison.OrdinalIgnoreCase) || image.Contains("frr-k8s", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Made by our chart, whatever the release is called.</summary>
    private static bool IsOurs(JsonElement item) => At(item, "metadata", "labels", "helm.sh/chart").ToString().StartsWith("lb-controller-", StringComparison.Ordinal);

    private static string NameOf(JsonElement item) => At(item, "metadata", "name").ToString();

    private static JsonElement At(JsonElement item, params ReadOnlySpan<string> path)
    {
        foreach (var field in path)
        {
            item = item.ValueKind == JsonValueKind.Object && item.TryGetProperty(field, out var value) ? value : default;
        }

        return item;
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement list) => list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;
}
