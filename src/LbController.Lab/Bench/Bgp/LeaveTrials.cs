using System.Text.Json.Nodes;
using LbController.Lab.Bench.L2;
using LbController.Lab.Cluster;
using LbController.Lab.Network;
using LbController.Lab.Processes;

namespace LbController.Lab.Bench.Bgp;

/// <summary>
/// P4: what a client behind the router loses when a node is drained, and when a speaker restarts with graceful restart. The nodes answer for
/// the address themselves, so that neither kube-proxy nor a pod is measured.
/// </summary>
internal sealed class LeaveTrials(RunningLab lab, int repetitions, Action<string> tell, CancellationToken cancel)
{
    private const string Address = "10.90.0.7";
    private const double PerSecond = 1000;
    private const string Own = $"/apis/metallb.io/v1beta1/namespaces/{LabObjects.SystemNamespace}";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    public async Task<IReadOnlyList<BenchRow>> RunAsync()
    {
        var servers = lab.Plan.Nodes.Select(node => new EchoServer(node.Namespace)).ToList();
        try
        {
            await PrepareAsync();
            var rows = await TryAsync("FRR", ExpectFrrAsync);
            await using var bird = await BirdRouter.ReplaceAsync(lab, cancel);
            return [.. rows, .. await TryAsync("BIRD", bird.ExpectAsync)];
        }
        finally
        {
            servers.ForEach(server => server.Dispose());
        }
    }

    private async Task PrepareAsync()
    {
        foreach (var node in lab.Plan.Nodes)
        {
            var rules = $"table ip lb-bench {{ chain prerouting {{ type nat hook prerouting priority -101; ip daddr {Address} udp dport {EchoServer.Port} redirect; }}; }}\n";
            await Tool.RunAsync("ip", ["netns", "exec", node.Namespace, "nft", "-f", "-"], cancel, rules);
        }

        await CreateAsync("v1beta1", "IPAddressPool", new JsonObject { ["addresses"] = new JsonArray(Address + "/32"), ["autoAssign"] = false });
        await CreateAsync("v1beta1", "BGPAdvertisement", new JsonObject { ["ipAddressPools"] = new JsonArray("bench") });
        await CreateAsync("v1beta2", "BGPPeer", new JsonObject
        {
            ["myASN"] = LabPlan.ClusterAs,
            ["peerASN"] = LabPlan.RouterAs,
            ["peerAddress"] = LabPlan.RouterLanAddress,
            ["enableGracefulRestart"] = true,
            ["connectTime"] = "1s",
        });
        await lab.Api.CreateAsync(BenchObjects.Services, BenchObjects.Service("bench", "bench"), cancel);
    }

    private async Task<IReadOnlyList<BenchRow>> TryAsync(string router, Func<int, CancellationToken, Task> expect)
    {
        await expect(lab.Plan.Nodes.Count, cancel);
        using var probes = new ProbeStream(lab.Plan.RoutedClient, [Address], PerSecond);
        await Eventually.TrueAsync(() => Task.FromResult(probes.IsAnswered(500)), Patience, $"{Address} answers behind {router}", cancel);
        var (drains, restarts) = (new List<double>(), new List<double>());
        for (var trial = 0; trial < repetitions; trial++)
        {
            var node = lab.Plan.Nodes[trial % lab.Plan.Nodes.Count];
            var mark = probes.Mark;
            await DrainAsync(node, "now");
            await expect(lab.Plan.Nodes.Count - 1, cancel);
            await Task.Delay(Settle, cancel);
            await DrainAsync(node, null);
            await expect(lab.Plan.Nodes.Count, cancel);
            await Task.Delay(Settle, cancel);
            drains.Add(probes.Lost(mark));

            mark = probes.Mark;
            await lab.Processes.StopAsync(lab.Record.Content.Processes.Single(process => process.Name == "speaker-" + node.Name), kill: false, cancel);
            lab.StartSpeaker(node);
            await lab.DaemonsReadyAsync(cancel);
            await Task.Delay(Settle, cancel);
            restarts.Add(probes.Lost(mark));
        }

        tell($"    {router}: drain and undrain {string.Join(' ', drains)}, restart {string.Join(' ', restarts)}");
        return [Row($"drain and undrain of a node behind {router}", drains), Row($"speaker restart with graceful restart behind {router}", restarts)];
    }

    private BenchRow Row(string what, List<double> lost)
    {
        var sample = new Sample(lost);
        var row = new BenchRow("P4", what, "probes lost", sample, "0 lost of 1,000 a second", sample.Most == 0);
        tell(row.ToString());
        return row;
    }

    private Task ExpectFrrAsync(int nextHops, CancellationToken token) => Eventually.TrueAsync(
        async () => (await lab.Router.NextHopsAsync(Address, token)).Count == nextHops, Patience, $"FRR has {nextHops} ways to {Address}", token);

    private Task DrainAsync(NodePlan node, string? value) =>
        lab.Api.MergeAsync($"{ClusterApi.Nodes}/{node.Name}", BenchObjects.Metadata("annotations", "lbcontroller.dev/drain", value), cancel);

    private Task CreateAsync(string version, string kind, JsonObject spec) => lab.Api.CreateAsync(
        Own.Replace("v1beta1", version, StringComparison.Ordinal) + "/" + kind.ToLowerInvariant() + "s",
        new JsonObject
        {
            ["apiVersion"] = "metallb.io/" + version,
            ["kind"] = kind,
            ["metadata"] = new JsonObject { ["name"] = "bench", ["namespace"] = LabObjects.SystemNamespace },
            ["spec"] = spec,
        },
        cancel);
}
