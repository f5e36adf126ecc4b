using System.Diagnostics;
using System.Globalization;
using LbController.Lab.Bench.L2;
using LbController.Lab.Network;
using LbController.Lab.Processes;

namespace LbController.Lab.Bench.Soak;

/// <summary>
/// Whether owners change though nobody dies: with a fifth of all frames lost at random, and with all cores busy. Every change that a speaker
/// counts is one too many, for nothing is planned and nothing breaks.
/// </summary>
/// <param name="lab">A lab whose speakers were started with <see cref="SpeakerArguments"/>.</param>
/// <param name="each">How long each kind of trouble lasts.</param>
/// <param name="lossPercent">Of the frames on the lan, each copy for itself.</param>
/// <param name="tell">Takes the progress.</param>
/// <param name="cancel">Ends it.</param>
internal sealed class L2Soak(RunningLab lab, TimeSpan each, int lossPercent, Action<string> tell, CancellationToken cancel)
{
    private const int Addresses = 12;
    private const double ProbesPerSecond = 200;
    private const string Pool = "soak";
    private const string Counted = "lbcontroller_layer2_ownership_changes_total{why=\"";
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Progress = TimeSpan.FromMinutes(1);

    /// <summary>Metrics in the open, and no moves for balance: none of the changes is planned.</summary>
    public static IEnumerable<string> SpeakerArguments => [.. SpeakerFigures.InTheOpen, "--l2-rebalance-after", "100000"];

    /// <param name="troubles"><c>loss</c>, <c>busy</c>, or both.</param>
    public async Task<IReadOnlyList<SoakRow>> RunAsync(IEnumerable<string> troubles)
    {
        await using var services = await BenchServices.PrepareAsync(lab, cancel);
        await services.PoolAsync(Pool, BenchServices.ManyNetwork);
        var addresses = await services.CreateAsync(Pool, Addresses);
        using var probes = new ProbeStream(lab.Plan.LanClient, addresses, ProbesPerSecond);
        await Eventually.TrueAsync(() => Task.FromResult(probes.IsAnswered(100)), TimeSpan.FromSeconds(40), "all addresses answer", cancel);
        await Task.Delay(Settling, cancel);
        var rows = new List<SoakRow>();
        foreach (var trouble in troubles)
        {
            rows.Add(trouble == "loss" ? await WithLossAsync(probes) : await WithBusyCoresAsync(probes));
            tell(rows[^1].ToString());
            await Task.Delay(Settling, cancel);
        }

        return rows;
    }

    private async Task<SoakRow> WithLossAsync(ProbeStream probes)
    {
        var ports = string.Join(", ", lab.Plan.Nodes.Select(node => $"\"{node.LanPort}\"").Append("\"c1\""));
        await SwitchRulesAsync($"table bridge soak {{ chain lossy {{ type filter hook forward priority 0; oifname {{ {ports} }} numgen random mod 100 < {lossPercent} drop; }}; }}\n");
        try
        {
            return await MeasureAsync($"{lossPercent} % of frames lost", probes);
        }
        finally
        {
            await SwitchRulesAsync("delete table bridge soak\n");
        }
    }

    private async Task<SoakRow> WithBusyCoresAsync(ProbeStream probes)
    {
        var eaters = Enumerable.Range(0, Environment.ProcessorCount)
            .Select(number => lab.Processes.Start(string.Create(CultureInfo.InvariantCulture, $"eater-{number}"), null, ["sh", "-c", "while :; do :; done"]))
            .ToList();
        try
        {
            return await MeasureAsync($"{Environment.ProcessorCount} cores busy", probes);
        }
        finally
        {
            foreach (var eater in eaters)
            {
                await lab.Processes.StopAsync(eater, kill: true, CancellationToken.None);
            }
        }
    }

    private async Task<SoakRow> MeasureAsync(string trouble, ProbeStream probes)
    {
        var before = await ChangesAsync();
        var (mark, began) = (probes.Mark, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(began) is var passed && passed < each)
        {
            await Task.Delay(each - passed < Progress ? each - passed : Progress, cancel);
            tell($"    {trouble}: {Row(await ChangesAsync())}");
        }

        return Row(await ChangesAsync());

        SoakRow Row(SortedDictionary<string, long> now) => new(
            trouble,
            Stopwatch.GetElapsedTime(began),
            new SortedDictionary<string, long>(now.Where(pair => pair.Value > before.GetValueOrDefault(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value - before.GetValueOrDefault(pair.Key)), StringComparer.Ordinal),
            probes.Lost(mark),
            probes.Mark - mark);
    }

    /// <summary>All changes of owners that the speakers have counted, by why.</summary>
    private async Task<SortedDictionary<string, long>> ChangesAsync()
    {
        var sum = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var node in lab.Plan.Nodes)
        {
            foreach (var (series, value) in await SpeakerFigures.ReadAsync(node.Namespace, Counted, cancel))
            {
                var why = series[Counted.Length..series.IndexOf('"', Counted.Length)];
                sum[why] = sum.GetValueOrDefault(why) + (long)value;
            }
        }

        return sum;
    }

    private Task<string> SwitchRulesAsync(string rules) => Tool.RunAsync("ip", ["netns", "exec", lab.Plan.Switch, "nft", "-f", "-"], cancel, rules);
}
