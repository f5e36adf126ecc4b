using System.Globalization;
using LbController.Lab.Cluster;
using LbController.Lab.Network;
using LbController.Lab.Processes;

namespace LbController.Lab.Bench.L2;

/// <summary>
/// P1 to P3: how long an address is not answered when its owner dies, and what planned moves lose; against keepalived in the same lab. The
/// answers come from the owner itself, so that neither kube-proxy nor a pod is measured. P10: ARP replies against the kernel's. P13: writes to the API.
/// </summary>
internal sealed class L2Bench(RunningLab lab, int repetitions, int many, Action<string> tell, CancellationToken cancel)
{
    private const double PerSecond = 1000;
    private const string OnePool = "bench";
    private const string ManyPool = "bench-many";
    private const string OneMorePool = "bench-more";
    private const int ArpRounds = 1000;
    private const string KeepalivedAddress = "10.77.0.251";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AtRest = TimeSpan.FromSeconds(60);

    private readonly List<BenchRow> rows = [];

    public async Task<IReadOnlyList<BenchRow>> RunAsync()
    {
        await using var services = await BenchServices.PrepareAsync(lab, cancel);
        await services.PoolAsync(OnePool, "10.77.0.240/29");
        await services.PoolAsync(ManyPool, BenchServices.ManyNetwork);
        await OneAsync(services);
        await ManyAsync(services);

        return rows;
    }

    private async Task OneAsync(BenchServices services)
    {
        var address = (await services.CreateAsync(OnePool, 1))[0];
        await AnswerTimeAsync(address);
        var ours = new MoveTrials(lab, new OurSpeakers(lab), [address], PerSecond);
        var deaths = await RepeatAsync("the owner dies", () => ours.DeathAsync(isSlow: false, cancel));
        var shutdowns = await RepeatAsync("SIGTERM, then the link is cut", () => ours.ShutdownAsync(cancel));
        var drains = await RepeatAsync("drain", () => ours.PlannedAsync(node => AnnotateAsync(node, "now"), node => AnnotateAsync(node, null), cancel));
        var labels = await RepeatAsync("exclude label", () => ours.PlannedAsync(node => LabelAsync(node, ""), node => LabelAsync(node, null), cancel));
        var edits = await RepeatAsync("selector edit", () => ours.PlannedAsync(node => SelectAsync(node.Name), _ => SelectAsync(null), cancel));
        var rolls = await RepeatAsync("rolling restart", () => ours.RollingRestartAsync(cancel), Math.Max(repetitions / 5, 1));

        var peers = new List<(string Name, List<(double OutageMs, int LostOnReturn)> Deaths, List<int> Shutdowns)>();
        foreach (var (router, interval) in new[] { (51, 0.1), (52, 1.0) })
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"keepalived-{interval}");
            var keepalived = new KeepalivedCluster(lab, KeepalivedAddress, router, TimeSpan.FromSeconds(interval));
            await Task.WhenAll(lab.Plan.Nodes.Select(node => keepalived.StartAsync(node, cancel)));
            var trials = new MoveTrials(lab, keepalived, [KeepalivedAddress], PerSecond);
            var count = interval < 1 ? repetitions : Math.Max(repetitions / 4, 1);
            peers.Add((
                name,
                await RepeatAsync($"{name}: the owner dies", () => trials.DeathAsync(isSlow: interval >= 1, cancel), count),
                await RepeatAsync($"{name}: SIGTERM, then the link is cut", () => trials.ShutdownAsync(cancel), count)));
            await keepalived.StopAllAsync(cancel);
        }

        var outage = new Sample(deaths.Select(death => death.OutageMs));
        var fast = new Sample(peers[0].Deaths.Select(death => death.OutageMs));
        Add(new BenchRow("P1", "owner dies: link cut and speaker killed, 3 nodes, 1 address", "ms", outage, "p99 <= 400 and p50 <= keepalived at 0.1 s", outage.P99 <= 400 && outage.Median <= fast.Median)
        {
            Peers = [.. peers.Select(peer => (peer.Name, new Sample(peer.Deaths.Select(death => death.OutageMs))))],
        });
        AddLost("P2", "SIGTERM, then the link is cut 250 ms after the process has gone", shutdowns, [.. peers.Select(peer => (peer.Name, new Sample(peer.Shutdowns.Select(lost => (double)lost))))]);
        AddLost("P2", "drain and undrain", drains);
        AddLost("P2", "exclude label set and removed", labels);
        AddLost("P2", "node selectors edited and edited back", edits);
        AddLost("P2", "rolling restart of all speakers", rolls);
        AddLost("P3", "node returns, 1 address", [.. deaths.Select(death => death.LostOnReturn)], [.. peers.Select(peer => (peer.Name, new Sample(peer.Deaths.Select(death => (double)death.LostOnReturn))))]);
    }

    private async Task ManyAsync(BenchServices services)
    {
        if (many == 0)
        {
            return;
        }

        using var room = new NeighbourRoom(many);
        var addresses = await services.CreateAsync(ManyPool, many);
        var trials = new MoveTrials(lab, new OurSpeakers(lab), addresses, probesPerSecond: 4000);
        var deaths = await RepeatAsync($"the owner of a third of {many} addresses dies", () => trials.DeathAsync(isSlow: true, cancel), Math.Max(repetitions / 5, 1));
        var resolution = many * 1000 / 4000;
        var outage = new Sample(deaths.Select(death => Math.Max(death.OutageMs - resolution, 0)));
        Add(new BenchRow("P3", $"{many} addresses, an owner dies: the longest outage of any (less the {resolution} ms between two probes of one address)", "ms", outage, "p99 <= 400", outage.P99 <= 400));
        AddLost("P3", $"node returns, {many} addresses", [.. deaths.Select(death => death.LostOnReturn)]);
        await WritesAsync(services);
    }

    private async Task AnswerTimeAsync(string address)
    {
        using (var probes = new ProbeStream(lab.Plan.LanClient, [address], 100))
        {
            await Eventually.TrueAsync(() => Task.FromResult(probes.IsAnswered(50)), Patience, $"{address} answers", cancel);
        }

        var kernel = lab.Plan.Nodes[0].LanAddress;
        await ArpStopwatch.MeasureAsync(lab.Plan.LanClient, LabPlan.LanClientAddress, [kernel, address], rounds: 50, cancel);
        var took = await ArpStopwatch.MeasureAsync(lab.Plan.LanClient, LabPlan.LanClientAddress, [kernel, address], ArpRounds, cancel);
        Add(new BenchRow("P10", "ARP request to reply", "us", took[1], "p50 <= 4 x the kernel's", took[1].Median <= 4 * took[0].Median) { Peers = [("kernel", took[0])] });
    }

    private async Task WritesAsync(BenchServices services)
    {
        await using var writes = new WriteCounter(lab.Api, cancel);
        await Task.Delay(Settling, cancel);
        var before = writes.Count;
        await Task.Delay(AtRest, cancel);
        var atRest = new Sample([writes.Count - before]);
        Add(new BenchRow("P13", $"writes of nodes to the API in {AtRest.TotalSeconds:0} s at rest, {many} addresses", "writes", atRest, "none", atRest.Most == 0));
        before = writes.Count;
        await services.PoolAsync(OneMorePool, "10.77.0.248/29");
        await services.CreateAsync(OneMorePool, 1);
        await Task.Delay(Settling, cancel);
        var change = new Sample([writes.Count - before]);
        Add(new BenchRow("P13", $"writes when one Service is added to {many}", "writes", change, "<= 12: O(changes)", change.Most <= 12));
    }

    private void AddLost(string id, string what, IReadOnlyList<int> lost, IReadOnlyList<(string, Sample)>? peers = null)
    {
        var sample = new Sample(lost.Select(count => (double)count));
        Add(new BenchRow(id, what, "probes lost", sample, "0 lost of 1,000 a second", sample.Most == 0) { Peers = peers ?? [] });
    }

    private void Add(BenchRow row)
    {
        rows.Add(row);
        tell(row.ToString());
    }

    private async Task<List<T>> RepeatAsync<T>(string what, Func<Task<T>> trial, int? times = null)
    {
        var results = new List<T>();
        for (var i = 0; i < (times ?? repetitions); i++)
        {
            results.Add(await trial());
            tell(string.Create(CultureInfo.InvariantCulture, $"    {what} {i + 1}/{times ?? repetitions}: {results[^1]}"));
        }

        return results;
    }

    private Task AnnotateAsync(NodePlan node, string? value) =>
        lab.Api.MergeAsync($"{ClusterApi.Nodes}/{node.Name}", BenchObjects.Metadata("annotations", "lbcontroller.dev/drain", value), cancel);

    private Task LabelAsync(NodePlan node, string? value) =>
        lab.Api.MergeAsync($"{ClusterApi.Nodes}/{node.Name}", BenchObjects.Metadata("labels", "node.kubernetes.io/exclude-from-external-load-balancers", value), cancel);

    private Task SelectAsync(string? without) => lab.Api.MergeAsync($"{BenchObjects.Advertisements}/{OnePool}", BenchObjects.AllBut(without), cancel);
}
