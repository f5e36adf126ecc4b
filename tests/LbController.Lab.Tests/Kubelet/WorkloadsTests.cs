using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.Cluster;
using LbController.Lab.Kubelet;
using LbController.Lab.Tests.ApiServer;

namespace LbController.Lab.Tests.Kubelet;

/// <summary>Workloads become Pods, in the embedded API itself.</summary>
public sealed class WorkloadsTests : IAsyncLifetime
{
    private const string Space = RunningApi.Space;

    private RunningApi running = null!;
    private ClusterApi api = null!;
    private Workloads workloads = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        running = await RunningApi.StartAsync(options => options);
        api = new ClusterApi(running.Http.BaseAddress!);
        workloads = new Workloads(
            new KubeletSetting
            {
                Prefix = "none-",
                Folder = "/nonexistent",
                Image = new ContainerImage(["program"], new Dictionary<string, string>(), 0),
                Programs = ("/host", "/cli"),
                Api = ("10.0.0.1", 443),
                AuthorityFile = "/nonexistent",
                Seats = [new Seat("n1", "none-n1", "10.0.0.11"), new Seat("n2", "none-n2", "10.0.0.12"), new Seat("cp", "none-cp", "10.0.0.1")],
            },
            api);
        foreach (var name in new[] { "n1", "n2" })
        {
            await api.CreateAsync(ClusterApi.Nodes, JsonNode.Parse($$$$"""{"apiVersion":"v1","kind":"Node","metadata":{"name":"{{{{name}}}}","labels":{"kubernetes.io/os":"linux"}}}""")!, Cancel);
        }
    }

    public ValueTask DisposeAsync()
    {
        api.Dispose();
        return running.DisposeAsync();
    }

    [Fact]
    public async Task A_DaemonSet_gets_a_Pod_on_every_node_and_replaces_them_one_by_one()
    {
        await MakeAsync("daemonsets", "DaemonSet", "speaker", """, "updateStrategy": {"type": "RollingUpdate"}""");
        await SettleAsync();
        Assert.Equal(["n1", "n2"], (await PodsAsync()).Select(pod => pod.Text("spec", "nodeName")!).Order(StringComparer.Ordinal));
        var before = (await PodsAsync()).Select(pod => pod.Text("metadata", "name")!).ToList();

        await api.MergeAsync($"/apis/apps/v1/namespaces/{Space}/daemonsets/speaker", JsonNode.Parse("""{"spec":{"template":{"metadata":{"labels":{"new":"yes"}}}}}""")!, Cancel);
        await workloads.ReconcileAsync(await PodsAsync(), Cancel);
        Assert.Equal(1, (await PodsAsync()).Count(Rollout.IsLeaving));
        await SettleAsync();
        Assert.DoesNotContain(await PodsAsync(), pod => before.Contains(pod.Text("metadata", "name")!));
        Assert.Equal(2, (int)(await api.GetAsync($"/apis/apps/v1/namespaces/{Space}/daemonsets/speaker", Cancel)).Number("status", "numberReady")!);
    }

    [Fact]
    public async Task A_Deployment_that_recreates_waits_until_the_old_Pods_are_gone()
    {
        await MakeAsync("deployments", "Deployment", "controller", """, "replicas": 1, "strategy": {"type": "Recreate"}""");
        await SettleAsync();
        await api.MergeAsync($"/apis/apps/v1/namespaces/{Space}/deployments/controller", JsonNode.Parse("""{"spec":{"template":{"metadata":{"labels":{"new":"yes"}}}}}""")!, Cancel);
        await workloads.ReconcileAsync(await PodsAsync(), Cancel);
        await workloads.ReconcileAsync(await PodsAsync(), Cancel);
        Assert.True(Rollout.IsLeaving(Assert.Single(await PodsAsync())));
        await SettleAsync();
        Assert.Equal("yes", Assert.Single(await PodsAsync()).Text("metadata", "labels", "new"));
    }

    /// <summary>Plays the kubelets, who make Pods ready and let leaving ones go, until nothing is to be done.</summary>
    private async Task SettleAsync()
    {
        for (var round = 0; round < 20; round++)
        {
            if (await workloads.ReconcileAsync(await PodsAsync(), Cancel))
            {
                await workloads.ReconcileAsync(await PodsAsync(), Cancel);
                return;
            }

            foreach (var pod in await PodsAsync())
            {
                var path = $"/api/v1/namespaces/{Space}/pods/{pod.Text("metadata", "name")}";
                await (Rollout.IsLeaving(pod)
                    ? api.MergeAsync(path, JsonNode.Parse("""{"metadata":{"finalizers":null}}""")!, Cancel)
                    : api.MergeAsync(path + "/status", JsonNode.Parse("""{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2020-01-01T00:00:00Z"}]}}""")!, Cancel));
            }
        }

        Assert.Fail("not settled after 20 rounds");
    }

    private Task<IReadOnlyList<JsonNode>> PodsAsync() => api.ListAsync(ClusterApi.Pods, Cancel);

    private Task MakeAsync(string plural, string kind, string name, string more) => api.CreateAsync(
        $"/apis/apps/v1/namespaces/{Space}/{plural}",
        JsonNode.Parse($$$$$"""
            {"apiVersion": "apps/v1", "kind": "{{{{{kind}}}}}", "metadata": {"name": "{{{{{name}}}}}"},
             "spec": {"selector": {"matchLabels": {"app": "{{{{{name}}}}}"}} {{{{{more}}}}},
               "template": {"metadata": {"labels": {"app": "{{{{{name}}}}}"}}, "spec": {"nodeSelector": {"kubernetes.io/os": "linux"}, "containers": [{"name": "one", "image": "lb-controller:1"}]}}}}
            """)!,
        Cancel);
}
