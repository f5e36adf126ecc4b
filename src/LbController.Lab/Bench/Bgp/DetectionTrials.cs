using System.Diagnostics;
using LbController.Lab.Processes;

namespace LbController.Lab.Bench.Bgp;

/// <summary>
/// P5: BFD at 50 ms, three times, with FRR's bfdd on the other side. When bfdd is stopped, the speaker must end its BGP session, which here goes to a
/// router that is well; while bfdd runs it must not, however busy the processors are.
/// </summary>
internal sealed class DetectionTrials(BgpBed bed, Action<string> tell, CancellationToken cancel)
{
    private const double DetectionMs = 150;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    public async Task<IReadOnlyList<BenchRow>> RunAsync(int repetitions, TimeSpan watched)
    {
        var frr = new FrrTable(bed);
        await frr.StartAsync(cancel, "zebra", "bfdd");
        using var router = new PlainRouter(bed.Router, BgpBed.RouterAddress, BgpBed.RouterAs, holdTime: 90);
        var speaker = bed.StartSpeaker();
        var times = new List<double>();
        for (var trial = 0; trial < repetitions; trial++)
        {
            times.Add(await DetectAsync(frr, router));
        }

        tell($"    bfdd stops: {string.Join(' ', times.Select(time => Math.Round(time)))} ms");
        await StandsAsync(frr, router);
        var ended = router.EndedAt;
        await BurnAsync(watched);
        var falseDowns = router.EndedAt == ended ? 0 : 1;
        await bed.Processes.StopAsync(speaker, kill: true, cancel);
        await frr.StopAsync(cancel);
        var detection = new Sample(times);
        return
        [
            new BenchRow("P5", "BFD 50 ms x 3: from the stop of the other side to the end of BGP", "ms", detection, "p99 <= detection time x 1.1 = 165", detection.P99 <= DetectionMs * 1.1),
            new BenchRow("P5", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"false downs in {watched.TotalMinutes:0.#} min with all processors busy"), "downs", new Sample([falseDowns]), "0", falseDowns == 0),
        ];
    }

    private async Task<double> DetectAsync(FrrTable frr, PlainRouter router)
    {
        await StandsAsync(frr, router);
        var ended = router.EndedAt;
        var stopped = Stopwatch.GetTimestamp();
        await SignalAsync(frr, "STOP");
        await Eventually.ValueAsync(() => Task.FromResult(router.EndedAt != ended ? "" : null), Patience, "the speaker ends the session", cancel, TimeSpan.FromMilliseconds(2));
        var time = Stopwatch.GetElapsedTime(stopped, router.EndedAt).TotalMilliseconds;
        await SignalAsync(frr, "CONT");
        return time;
    }

    private async Task StandsAsync(FrrTable frr, PlainRouter router)
    {
        await Eventually.TrueAsync(async () => await frr.BfdAsync(cancel) == "up", Patience, "BFD is up", cancel);
        await Eventually.TrueAsync(() => Task.FromResult(router.Count > 0), Patience, "the session stands", cancel);
    }

    private Task<string> SignalAsync(FrrTable frr, string signal) =>
        Tool.RunAsync("kill", ["-" + signal, frr.Daemon("bfdd").Pid.ToString(System.Globalization.CultureInfo.InvariantCulture)], cancel);

    /// <summary>Keeps every processor busy.</summary>
    private async Task BurnAsync(TimeSpan time)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            while (!enough.IsCancellationRequested)
            {
            }
        })
        { IsBackground = true }).ToList();
        threads.ForEach(thread => thread.Start());
        tell($"    {threads.Count} threads keep the processors busy for {time.TotalSeconds:0} s");
        await Task.Delay(time, cancel);
        await enough.CancelAsync();
        threads.ForEach(thread => thread.Join());
    }
}
