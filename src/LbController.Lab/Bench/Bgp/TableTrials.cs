using System.Diagnostics;
using LbController.Lab.Processes;

namespace LbController.Lab.Bench.Bgp;

/// <summary>P8: from the start of a process until all its routes are in FRR's table, session set-up included.</summary>
internal sealed class TableTrials(BgpBed bed, int repetitions, Action<string> tell, CancellationToken cancel)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public async Task<BenchRow> RunAsync(int routes)
    {
        var ours = await RepeatAsync("ours", routes, () => Task.FromResult(bed.StartSpeaker()));
        var peers = new List<(string Name, Sample Sample)>();
        foreach (var contender in Contender.All)
        {
            peers.Add((contender.Name, await RepeatAsync(contender.Name, routes, () => contender.StartAsync(bed, routes, cancel))));
        }

        return new BenchRow("P8", $"{routes} prefixes in FRR's table, from process start", "ms", ours, "p50 <= ExaBGP, BIRD and GoBGP in the same run", peers.TrueForAll(peer => ours.Median <= peer.Sample.Median)) { Peers = peers };
    }

    private async Task<Sample> RepeatAsync(string name, int routes, Func<Task<LabProcess>> start)
    {
        var times = new List<double>();
        for (var trial = 0; trial < repetitions; trial++)
        {
            var frr = new FrrTable(bed);
            await frr.StartAsync(cancel, "zebra", "bgpd");
            var began = Stopwatch.GetTimestamp();
            var speaker = await start();
            await Eventually.ValueAsync(async () => await frr.CountAsync(cancel) >= routes ? "" : null, Patience, $"{routes} prefixes of {name} in FRR's table", cancel, Pause);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            await bed.Processes.StopAsync(speaker, kill: true, cancel);
            await frr.StopAsync(cancel);
        }

        tell($"    {name}, {routes} prefixes: {string.Join(' ', times.Select(time => Math.Round(time)))} ms");
        return new Sample(times);
    }
}
