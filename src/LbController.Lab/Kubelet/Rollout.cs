using System.Globalization;
using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.Kubelet;

/// <summary>What a Deployment or a DaemonSet wants next: Pods to make on these machines, Pods to take away.</summary>
internal sealed record Rollout(IReadOnlyList<string> Create, IReadOnlyList<JsonNode> Delete)
{
    /// <summary>One Pod on every node, replaced a few at a time.</summary>
    /// <param name="set">The DaemonSet.</param>
    /// <param name="pods">Its Pods, also those that are leaving.</param>
    /// <param name="nodes">Where it is to run.</param>
    /// <param name="hash">Of its template.</param>
    /// <param name="now">To tell how long a Pod has been ready.</param>
    public static Rollout OfDaemonSet(JsonNode set, IReadOnlyList<JsonNode> pods, IReadOnlyList<string> nodes, string hash, DateTime now)
    {
        var create = nodes.Where(node => pods.All(pod => pod.Text("spec", "nodeName") != node)).ToList();
        var delete = pods.Where(pod => !IsLeaving(pod) && !nodes.Contains(pod.Text("spec", "nodeName")!, StringComparer.Ordinal)).ToList();
        if (set.Text("spec", "updateStrategy", "type") is "OnDelete")
        {
            return new Rollout(create, delete);
        }

        var old = pods.Where(pod => !IsLeaving(pod) && HashOf(pod) != hash).OrderBy(pod => pod.Text("spec", "nodeName"), StringComparer.Ordinal).ToList();
        var ready = TimeSpan.FromSeconds(set.Number("spec", "minReadySeconds") ?? 0);
        var unavailable = nodes.Count - pods.Count(pod => IsAvailable(pod, ready, now));
        var most = (int)(set.Number("spec", "updateStrategy", "rollingUpdate", "maxUnavailable") ?? 1);
        return new Rollout(create, [.. delete, .. old.Where(pod => !IsAvailable(pod, ready, now)), .. old.Where(pod => IsAvailable(pod, ready, now)).Take(Math.Max(0, most - unavailable))]);
    }

    /// <summary>So many Pods on one machine; the old ones go first (Recreate), or when as many new ones are ready.</summary>
    /// <param name="deployment">The Deployment.</param>
    /// <param name="pods">Its Pods, also those that are leaving.</param>
    /// <param name="seat">Where they run.</param>
    /// <param name="hash">Of its template.</param>
    public static Rollout OfDeployment(JsonNode deployment, IReadOnlyList<JsonNode> pods, string seat, string hash)
    {
        var replicas = (int)(deployment.Number("spec", "replicas") ?? 1);
        var (old, current) = (pods.Where(pod => HashOf(pod) != hash).ToList(), pods.Where(pod => HashOf(pod) == hash && !IsLeaving(pod)).ToList());
        if (deployment.Text("spec", "strategy", "type") is "Recreate" && old.Count > 0)
        {
            return new Rollout([], [.. old.Where(pod => !IsLeaving(pod))]);
        }

        var create = Enumerable.Repeat(seat, Math.Max(0, replicas - current.Count)).ToList();
        var delete = current.Skip(replicas).ToList();
        var spare = current.Count(IsReady);
        delete.AddRange(old.Where(pod => !IsLeaving(pod)).Take(replicas == 0 ? old.Count : spare));
        return new Rollout(create, delete);
    }

    public static bool IsLeaving(JsonNode pod) => pod.Text("metadata", "deletionTimestamp") is not null;

    public static bool IsReady(JsonNode pod) => ReadyCondition(pod).Text("status") is "True";

    /// <summary>Ready for long enough.</summary>
    public static bool IsAvailable(JsonNode pod, TimeSpan ready, DateTime now) => !IsLeaving(pod) && IsReady(pod)
        && (ready == TimeSpan.Zero || now - DateTime.Parse(ReadyCondition(pod).Text("lastTransitionTime")!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal) >= ready);

    public static string? HashOf(JsonNode pod) => pod.Text("metadata", "labels", Workloads.HashLabel);

    private static JsonObject? ReadyCondition(JsonNode pod) => pod.Objects("status", "conditions").FirstOrDefault(condition => condition.Text("type") == "Ready");
}
