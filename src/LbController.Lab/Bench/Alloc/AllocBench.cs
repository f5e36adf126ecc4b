using System.Diagnostics;
using LbController.Lab.Processes;

namespace LbController.Lab.Bench.Alloc;

/// <summary>P6, P7 and the controller's part of P11: how soon Services have addresses, against the API server's own pace.</summary>
/// <param name="services">How many wait when the controller starts.</param>
/// <param name="rounds">How often that is tried.</param>
/// <param name="say">Tells what goes on.</param>
/// <param name="cancel">Ends it.</param>
internal sealed class AllocBench(int services, int rounds, Action<string> say, CancellationToken cancel)
{
    private const int Singles = 300;
    private const int Burst = 1000;
    private const int InFlight = 16;
    private const int AtOnce = 128;

    /// <summary>Sixteen at once then end at the pace that was measured of a real API server, 440 a second.</summary>
    private const int RealWrite = 36;

    private static readonly TimeSpan UntilRest = TimeSpan.FromSeconds(15);

    public async Task<IReadOnlyList<BenchRow>> RunAsync()
    {
        var rows = new List<BenchRow>();
        rows.AddRange(await LatenciesAsync());
        rows.AddRange(await StartsAsync(RealWrite, 1, "at the pace of a real API server"));
        rows.AddRange(await StartsAsync(0, rounds, "as fast as the embedded API can, which shares the processors with the controller"));
        rows.AddRange(HostileSizes.Measure(say));
        rows.ForEach(row => say(row.ToString()));
        return rows;
    }

    private async Task<IReadOnlyList<BenchRow>> LatenciesAsync()
    {
        await using var cluster = await BenchCluster.StartAsync(0, cancel);
        await using var stream = await AddressStream.OpenAsync(cluster.Server, cancel);
        cluster.StartController();
        await cluster.CreateAsync("first", cancel);
        await stream.WhenAsync("first", cancel);
        say($"{Singles} Services, one after the other");
        var single = new List<double>();
        for (var i = 0; i < Singles; i++)
        {
            var answered = await cluster.CreateAsync($"single{i}", cancel);
            single.Add(Milliseconds(answered, await stream.WhenAsync($"single{i}", cancel)));
        }

        say($"{Burst} Services at once");
        var burst = new List<double>();
        foreach (var (name, answered) in await cluster.CreateAsync("burst", Burst, InFlight, cancel))
        {
            burst.Add(Milliseconds(answered, await stream.WhenAsync(name, cancel)));
        }

        var (one, many) = (new Sample(single), new Sample(burst));
        return
        [
            new BenchRow("P6", "one Service created -> address in status", "ms", one, "p99 <= 20 ms", one.P99 <= 20),
            new BenchRow("P6", "burst of 1,000 Services -> address, each", "ms", many, "p99 <= 500 ms", many.P99 <= 500),
        ];
    }

    private async Task<IReadOnlyList<BenchRow>> StartsAsync(int writeDelay, int times, string pace)
    {
        var (ours, raw, memory) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 1; round <= times; round++)
        {
            say($"{pace}, round {round} of {times}: {services} Services wait");
            raw.Add(await RawAsync(writeDelay));
            var (rate, megabytes) = await OursAsync(writeDelay);
            ours.Add(rate);
            memory.Add(megabytes);
        }

        var (mine, theirs, used) = (new Sample(ours), new Sample(raw), new Sample(memory));
        return
        [
            new BenchRow("P7", $"{services:N0} Services wait, the controller starts -> all have addresses, {pace}", "per s", mine, ">= 80 % of the same client without logic", mine.Median >= 0.8 * theirs.Median)
            {
                Peers = [("raw status writes, 16 in flight", theirs)],
            },
            new BenchRow("P11", $"controller's resident memory with {services:N0} Services, at rest, {pace}", "MiB", used, "<= 80 MiB", used.Most <= 80),
        ];
    }

    private async Task<double> RawAsync(int writeDelay)
    {
        await using var cluster = await BenchCluster.StartAsync(writeDelay, cancel);
        await cluster.CreateAsync("s", services, AtOnce, cancel);
        await using var stream = await AddressStream.OpenAsync(cluster.Server, cancel);
        return await RawWrites.RateAsync(cluster, cancel);
    }

    private async Task<(double Rate, double Megabytes)> OursAsync(int writeDelay)
    {
        await using var cluster = await BenchCluster.StartAsync(writeDelay, cancel);
        await cluster.CreateAsync("s", services, AtOnce, cancel);
        await using var stream = await AddressStream.OpenAsync(cluster.Server, cancel);
        var start = Stopwatch.GetTimestamp();
        cluster.StartController();
        var last = start;
        for (var i = 0; i < services; i++)
        {
            last = Math.Max(last, await stream.WhenAsync($"s{i}", cancel));
        }

        var took = Stopwatch.GetElapsedTime(start, last).TotalSeconds;
        // The Events, a thousand at most, come after the statuses.
        await Task.Delay(UntilRest + TimeSpan.FromSeconds(writeDelay), cancel);
        return (services / took, cluster.ControllerMegabytes);
    }

    /// <summary>The address may be seen before the answer to the POST.</summary>
    private static double Milliseconds(long answered, long seen) => Math.Max(0, Stopwatch.GetElapsedTime(answered, seen).TotalMilliseconds);
}
