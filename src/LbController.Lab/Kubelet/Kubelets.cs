using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.Cluster;

namespace LbController.Lab.Kubelet;

/// <summary>
/// The kubelets of all machines: each Pod of this project that has a machine gets a runner; one that is to go keeps its place in the API until
/// its container has ended.
/// </summary>
internal sealed class Kubelets(KubeletSetting setting, ClusterApi api)
{
    /// <summary>Holds a Pod in the API while its container runs.</summary>
    public const string Finalizer = "lab.lb-controller/kubelet";

    private readonly Dictionary<string, PodRunner> runners = new(StringComparer.Ordinal);

    /// <param name="pods">All Pods of the API.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task ReconcileAsync(IReadOnlyList<JsonNode> pods, CancellationToken cancel)
    {
        var ours = pods.Where(IsOurs).ToDictionary(pod => pod.Text("metadata", "uid")!, StringComparer.Ordinal);
        foreach (var (uid, pod) in ours)
        {
            var isLeaving = pod.Text("metadata", "deletionTimestamp") is not null;
            if (!runners.TryGetValue(uid, out var runner) && !isLeaving && pod.Text("status", "phase") is "Pending" or "Running")
            {
                await StartAsync(uid, pod, cancel);
            }
            else if (isLeaving)
            {
                await EndAsync(uid, pod, runner, cancel);
            }
        }

        foreach (var (uid, runner) in runners.Where(pair => !ours.ContainsKey(pair.Key)).ToList())
        {
            await ForgetAsync(uid, runner);
        }
    }

    /// <summary>The Pods of this project's image; the web Pods are processes of the lab's own.</summary>
    private static bool IsOurs(JsonNode pod) => pod.Objects("spec", "containers").First().Text("image")?.StartsWith("lb-lab/", StringComparison.Ordinal) == false;

    private async Task StartAsync(string uid, JsonNode pod, CancellationToken cancel)
    {
        var seat = setting.Seats.FirstOrDefault(seat => seat.Node == pod.Text("spec", "nodeName"));
        if (seat is null)
        {
            // What no controller placed runs beside the API: the Pod of helm test.
            await api.MergeAsync(PathOf(pod), new JsonObject { ["spec"] = new JsonObject { ["nodeName"] = setting.Seats[^1].Node } }, cancel);
            return;
        }

        runners[uid] = new PodRunner(pod, seat, setting, api);
    }

    private async Task EndAsync(string uid, JsonNode pod, PodRunner? runner, CancellationToken cancel)
    {
        runner?.Stop();
        if (runner is null || runner.Life.IsCompleted)
        {
            runners.Remove(uid);
            runner?.Dispose();
            await api.MergeAsync(PathOf(pod), new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = null } }, cancel);
        }
    }

    private async Task ForgetAsync(string uid, PodRunner runner)
    {
        runner.Stop();
        runners.Remove(uid);
        await runner.Life;
        runner.Dispose();
    }

    private static string PathOf(JsonNode pod) => $"/api/v1/namespaces/{pod.Text("metadata", "namespace")}/pods/{pod.Text("metadata", "name")}";
}
