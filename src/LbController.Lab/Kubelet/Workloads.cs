using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.Cluster;
using LbController.Lab.Processes;

namespace LbController.Lab.Kubelet;

/// <summary>Stand-in for the controllers of Deployments and DaemonSets and for the scheduler: makes and removes Pods, and says how far it is.</summary>
internal sealed class Workloads(KubeletSetting setting, ClusterApi api)
{
    public const string HashLabel = "pod-template-hash";

    public const string Deployments = "/apis/apps/v1/deployments";
    public const string DaemonSets = "/apis/apps/v1/daemonsets";

    /// <summary>True: all is as it is wanted.</summary>
    public async Task<bool> ReconcileAsync(IReadOnlyList<JsonNode> pods, CancellationToken cancel)
    {
        var settled = true;
        foreach (var set in await api.ListAsync(DaemonSets, cancel))
        {
            var nodes = await NodesOfAsync(set, cancel);
            settled &= await ApplyAsync(set, "daemonsets", OwnedBy(set, pods), own => Rollout.OfDaemonSet(set, own, nodes, HashOf(set), DateTime.UtcNow), nodes.Count, cancel);
        }

        foreach (var deployment in await api.ListAsync(Deployments, cancel))
        {
            var replicas = (int)(deployment.Number("spec", "replicas") ?? 1);
            settled &= await ApplyAsync(deployment, "deployments", OwnedBy(deployment, pods), own => Rollout.OfDeployment(deployment, own, setting.Seats[^1].Node, HashOf(deployment)), replicas, cancel);
        }

        return settled;
    }

    private async Task<List<string>> NodesOfAsync(JsonNode set, CancellationToken cancel)
    {
        var selector = set.Object("spec", "template", "spec", "nodeSelector") ?? [];
        return [.. (await api.ListAsync(ClusterApi.Nodes, cancel))
            .Where(node => selector.All(wanted => node.Text("metadata", "labels", wanted.Key) == (string?)wanted.Value))
            .Select(node => node.Text("metadata", "name")!)
            .Where(name => setting.Seats.Any(seat => seat.Node == name))];
    }

    private static List<JsonNode> OwnedBy(JsonNode owner, IReadOnlyList<JsonNode> pods) =>
        [.. pods.Where(pod => pod.Objects("metadata", "ownerReferences").Any(reference => reference.Text("uid") == owner.Text("metadata", "uid")))];

    private async Task<bool> ApplyAsync(JsonNode workload, string plural, List<JsonNode> own, Func<IReadOnlyList<JsonNode>, Rollout> decide, int desired, CancellationToken cancel)
    {
        var rollout = decide(own);
        foreach (var pod in rollout.Delete)
        {
            await api.DeleteAsync($"/api/v1/namespaces/{pod.Text("metadata", "namespace")}/pods/{pod.Text("metadata", "name")}", cancel);
        }

        foreach (var node in rollout.Create)
        {
            await api.CreateAsync($"/api/v1/namespaces/{workload.Text("metadata", "namespace")}/pods", PodOf(workload, node), cancel);
        }

        await WriteStatusAsync(workload, plural, own, desired, cancel);
        var hash = HashOf(workload);
        return rollout is { Create.Count: 0, Delete.Count: 0 } && own.Count == desired && own.All(pod => Rollout.HashOf(pod) == hash && Rollout.IsReady(pod));
    }

    /// <summary>Tells templates apart.</summary>
    public static string HashOf(JsonNode workload) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(workload.Object("spec", "template")!.ToJsonString())))[..10];

    private static JsonObject PodOf(JsonNode workload, string node)
    {
        var template = workload.Object("spec", "template")!.Copy();
        var metadata = template.Ensure("metadata");
        metadata["name"] = $"{workload.Text("metadata", "name")}-{RandomNumberGenerator.GetHexString(5, lowercase: true)}";
        metadata["namespace"] = workload.Text("metadata", "namespace");
        metadata["finalizers"] = new JsonArray(Kubelets.Finalizer);
        metadata.Ensure("labels")[HashLabel] = HashOf(workload);
        metadata["ownerReferences"] = new JsonArray(new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = workload.Text("kind") ?? (workload.Node("spec", "updateStrategy") is null ? "Deployment" : "DaemonSet"),
            ["name"] = workload.Text("metadata", "name"),
            ["uid"] = workload.Text("metadata", "uid"),
            ["controller"] = true,
        });
        var spec = template["spec"]!.AsObject().Copy();
        spec["nodeName"] = node;
        return new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["metadata"] = metadata.Copy(), ["spec"] = spec };
    }

    private async Task WriteStatusAsync(JsonNode workload, string plural, List<JsonNode> own, int desired, CancellationToken cancel)
    {
        var (hash, ready) = (HashOf(workload), TimeSpan.FromSeconds(workload.Number("spec", "minReadySeconds") ?? 0));
        var living = own.Where(pod => !Rollout.IsLeaving(pod)).ToList();
        var (updated, isReady, available) = (living.Count(pod => Rollout.HashOf(pod) == hash), living.Count(Rollout.IsReady), living.Count(pod => Rollout.IsAvailable(pod, ready, DateTime.UtcNow)));
        var generation = workload.Number("metadata", "generation") ?? 1;
        var status = plural == "daemonsets"
            ? new JsonObject
            {
                ["observedGeneration"] = generation,
                ["desiredNumberScheduled"] = desired,
                ["currentNumberScheduled"] = living.Count,
                ["updatedNumberScheduled"] = updated,
                ["numberReady"] = isReady,
                ["numberAvailable"] = available,
                ["numberUnavailable"] = desired - available,
                ["numberMisscheduled"] = 0,
            }
            : new JsonObject
            {
                ["observedGeneration"] = generation,
                ["replicas"] = living.Count,
                ["updatedReplicas"] = updated,
                ["readyReplicas"] = isReady,
                ["availableReplicas"] = available,
                ["unavailableReplicas"] = desired - available,
                ["conditions"] = new JsonArray(Condition("Available", available >= desired, "MinimumReplicasAvailable"), Condition("Progressing", true, "NewReplicaSetAvailable")),
            };
        if (JsonNode.DeepEquals(workload.Node("status"), status))
        {
            return;
        }

        try
        {
            await api.MergeAsync($"/apis/apps/v1/namespaces/{workload.Text("metadata", "namespace")}/{plural}/{workload.Text("metadata", "name")}/status", new JsonObject { ["status"] = status }, cancel);
        }
        catch (LabException gone)
        {
            await Console.Error.WriteLineAsync($"workloads: {gone.Message}");
        }
    }

    private static JsonObject Condition(string type, bool holds, string reason) => new() { ["type"] = type, ["status"] = holds ? "True" : "False", ["reason"] = reason };
}
