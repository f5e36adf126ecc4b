using System.Diagnostics;
using LbController.Lab.Processes;

namespace LbController.Lab.Bench.Bgp;

/// <summary>
/// P9: one Service among many loses its endpoint, or has one again; from the API's answer until the UPDATE has come in at a router. The API's watch
/// is in it, as it is for every speaker.
/// </summary>
internal sealed class ChangeTrials(BgpBed bed, int changes, Action<string> tell, CancellationToken cancel)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    /// <param name="services">How many there are, numbered from zero; all of them are announced already or about to be.</param>
    /// <returns>Milliseconds, and the speaker's memory in MiB.</returns>
    public async Task<(Sample Changes, double Megabytes)> RunAsync(int services)
    {
        using var router = new PlainRouter(bed.Router, BgpBed.RouterAddress, BgpBed.RouterAs, holdTime: 90);
        var speaker = bed.StartSpeaker();
        await Eventually.TrueAsync(() => Task.FromResult(router.Count >= services), Patience, $"{services} routes come in", cancel);
        var times = new List<double>();
        for (var change = 0; change < changes; change++)
        {
            var service = change * 7919 % services;
            var prefix = BgpBed.AddressOf(service) + "/32";
            times.Add(await TimeAsync(service, isReady: false, () => router.WithdrawnAt(prefix)));
            times.Add(await TimeAsync(service, isReady: true, () => router.AnnouncedAt(prefix)));
        }

        var megabytes = MegabytesOf(speaker);
        await bed.Processes.StopAsync(speaker, kill: true, cancel);
        var sample = new Sample(times);
        tell(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"    one change among {services} Services: p50 {sample.Median:0.0}, p99 {sample.P99:0.0} ms; the speaker has {megabytes:0} MiB"));
        return (sample, megabytes);
    }

    private async Task<double> TimeAsync(int service, bool isReady, Func<long?> seen)
    {
        await bed.SetReadyAsync(service, isReady, cancel);
        var answered = Stopwatch.GetTimestamp();
        while (seen() is not { } at || Stopwatch.GetElapsedTime(at, answered) > TimeSpan.FromSeconds(1))
        {
            if (Stopwatch.GetElapsedTime(answered) > Patience)
            {
                throw new LabException($"No UPDATE came for Service s{service}.");
            }

            await Task.Delay(1, cancel);
        }

        // The UPDATE may overtake the API's answer.
        return Math.Max(Stopwatch.GetElapsedTime(answered, seen()!.Value).TotalMilliseconds, 0);
    }

    private static double MegabytesOf(LabProcess speaker) => double.Parse(
        File.ReadLines($"/proc/{speaker.Pid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        System.Globalization.CultureInfo.InvariantCulture) / 1024;
}
