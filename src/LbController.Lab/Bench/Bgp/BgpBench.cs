using System.Globalization;

namespace LbController.Lab.Bench.Bgp;

/// <summary>P5, P8 and P9 on one node and one router; P4 is <see cref="LeaveTrials"/>.</summary>
internal sealed class BgpBench(string prefix, BgpBenchOptions options, Action<string> tell, CancellationToken cancel)
{
    private const int Changes = 50;
    private const double MostMilliseconds = 4;

    private static readonly int[] Sizes = [100, 1000, 5000, 10_000, 100_000];

    private readonly List<BenchRow> rows = [];

    public async Task<IReadOnlyList<BenchRow>> RunAsync()
    {
        await using var bed = await BgpBed.StartAsync(prefix + "bgp-", cancel);
        await bed.CreatePeerAsync(hasBfd: false, cancel);
        var filled = 0;
        var medians = new List<double>();
        foreach (var count in Sizes.Where(count => count <= options.Most))
        {
            await bed.FillAsync(filled, count, tell, cancel);
            filled = count;
            if (count is 1000 or 5000)
            {
                Add(await new TableTrials(bed, options.Repetitions, tell, cancel).RunAsync(count));
            }

            if (count != 5000)
            {
                var (changes, megabytes) = await new ChangeTrials(bed, Changes, tell, cancel).RunAsync(count);
                medians.Add(changes.Median);
                var isFlat = changes.Median <= 2 * medians[0];
                Add(new BenchRow("P9", string.Create(CultureInfo.InvariantCulture, $"one change among {count} Services until its UPDATE is in ({megabytes:0} MiB)"), "ms", changes, "p50 <= 4 and within 2x of that at 100", changes.Median <= MostMilliseconds && isFlat));
            }
        }

        await using var watched = await BgpBed.StartAsync(prefix + "bfd-", cancel);
        await watched.CreatePeerAsync(hasBfd: true, cancel);
        await watched.FillAsync(0, 1, tell, cancel);
        (await new DetectionTrials(watched, tell, cancel).RunAsync(options.Repetitions, options.Busy)).ToList().ForEach(Add);
        return rows;
    }

    private void Add(BenchRow row)
    {
        rows.Add(row);
        tell(row.ToString());
    }
}
