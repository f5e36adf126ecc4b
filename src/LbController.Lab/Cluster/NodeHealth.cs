using LbController.Lab.Network;

namespace LbController.Lab.Cluster;

/// <summary>
/// Stand-in for the kubelets and for the controller that misses them: a node whose cable was cut some seconds ago is not ready,
/// and neither is its pod. (A real cluster takes 40 seconds for that; the lab's visitors should not have to.)
/// </summary>
internal sealed class NodeHealth(LabPlan plan, LabNetwork network, ClusterApi api, TimeProvider clock)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, long> cutSince = [];
    private readonly Dictionary<string, bool> reported = [];

    public async Task RefreshAsync(CancellationToken cancel)
    {
        foreach (var node in plan.Nodes)
        {
            var ready = await IsReadyAsync(node, cancel);
            if (reported.TryGetValue(node.Name, out var said) && said == ready)
            {
                continue;
            }

            await api.MergeAsync($"{ClusterApi.Nodes}/{node.Name}/status", LabObjects.NodeStatus(node, ready), cancel);
            await api.MergeAsync($"/api/v1/namespaces/default/pods/{node.PodName}/status", LabObjects.PodStatus(node, ready), cancel);
            reported[node.Name] = ready;
        }
    }

    private async Task<bool> IsReadyAsync(NodePlan node, CancellationToken cancel)
    {
        if (await network.IsConnectedAsync(node, cancel))
        {
            cutSince.Remove(node.Name);
            return true;
        }

        cutSince.TryAdd(node.Name, clock.GetTimestamp());
        return clock.GetElapsedTime(cutSince[node.Name]) < Grace;
    }
}
