using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using LbController.Lab.Bench;
using LbController.Lab.Bench.Alloc;
using LbController.Lab.Bench.Bgp;
using LbController.Lab.Bench.L2;

namespace LbController.Lab.Commands;

/// <summary><c>lb-lab bench</c>: measures what the project promises, against peers in the same run.</summary>
internal static class BenchCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var what = new Argument<string>("what") { Description = "What to measure.", DefaultValueFactory = _ => "all" };
        what.AcceptOnlyFromAmong("alloc", "l2", "bgp", "all");
        var prefix = LabCommand.Prefix();
        var format = new Option<string>("-o") { Description = "How to print the rows.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var repetitions = new Option<int>("--repetitions") { Description = "How often each move is tried.", DefaultValueFactory = _ => 20 };
        var many = new Option<int>("--many") { Description = "How many addresses the trial with many has; 0 leaves it out.", DefaultValueFactory = _ => 1000 };
        var services = new Option<int>("--services") { Description = "How many Services wait when the controller starts.", DefaultValueFactory = _ => 10_000 };
        var rounds = new Option<int>("--rounds") { Description = "How often the controller's start is tried.", DefaultValueFactory = _ => 3 };
        var routes = new Option<int>("--routes") { Description = "How many Services there are at most when one of them changes; 100000 for the whole of P9.", DefaultValueFactory = _ => 10_000 };
        var busy = new Option<int>("--busy") { Description = "Seconds for which BFD must stand while all processors are busy.", DefaultValueFactory = _ => 600 };
        var command = new Command("bench", "Measures allocation, failover, routes and planned moves, against peers in the same run.")
        {
            what, prefix, format, repetitions, many, services, rounds, routes, busy,
        };
        command.SetAction((result, cancel) => LabCommand.RunAsync(async () =>
        {
            // As JSON, the rows alone go to standard output.
            var isJson = result.GetValue(format) == "json";
            Action<string> say = (isJson ? Console.Error : Console.Out).WriteLine;
            var rows = new List<BenchRow>();
            if (result.GetValue(what) is "alloc" or "all")
            {
                rows.AddRange(await new AllocBench(result.GetValue(services), result.GetValue(rounds), say, cancel).RunAsync());
            }

            if (result.GetValue(what) is "l2" or "all")
            {
                rows.AddRange(await MeasureL2Async(result.GetValue(prefix)!, result.GetValue(repetitions), result.GetValue(many), say, cancel));
            }

            if (result.GetValue(what) is "bgp" or "all")
            {
                var options = new BgpBenchOptions(Math.Max(result.GetValue(repetitions) / 4, 1), result.GetValue(routes), TimeSpan.FromSeconds(result.GetValue(busy)));
                rows.AddRange(await MeasureLeavingAsync(result.GetValue(prefix)!, options.Repetitions, say, cancel));
                rows.AddRange(await new BgpBench(result.GetValue(prefix)!, options, say, cancel).RunAsync());
            }

            if (isJson)
            {
                Console.WriteLine(new JsonArray([.. rows.Select(row => row.ToJson())]).ToJsonString(Indented));
            }

            return 0;
        }));
        return command;
    }

    private static async Task<IReadOnlyList<BenchRow>> MeasureL2Async(string prefix, int repetitions, int many, Action<string> say, CancellationToken cancel)
    {
        await using var lab = await RunningLab.StartNetworkAsync(prefix, cancel);
        await lab.StartApiAsync(cancel);
        lab.StartDaemons();
        await lab.DaemonsReadyAsync(cancel);
        return await new L2Bench(lab, repetitions, many, say, cancel).RunAsync();
    }

    private static async Task<IReadOnlyList<BenchRow>> MeasureLeavingAsync(string prefix, int repetitions, Action<string> say, CancellationToken cancel)
    {
        await using var lab = await RunningLab.StartNetworkAsync(prefix, cancel);
        await lab.StartApiAsync(cancel);
        lab.StartDaemons();
        await lab.DaemonsReadyAsync(cancel);
        return await new LeaveTrials(lab, repetitions, say, cancel).RunAsync();
    }
}
