using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using LbController.Lab.Bench;
using LbController.Lab.Bench.L2;

namespace LbController.Lab.Commands;

/// <summary><c>lb-lab bench</c>: measures what the project promises, against peers in the same run.</summary>
internal static class BenchCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var what = new Argument<string>("what") { Description = "What to measure.", DefaultValueFactory = _ => "all" };
        what.AcceptOnlyFromAmong("l2", "all");
        var prefix = LabCommand.Prefix();
        var format = new Option<string>("-o") { Description = "How to print the rows.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var repetitions = new Option<int>("--repetitions") { Description = "How often each move is tried.", DefaultValueFactory = _ => 20 };
        var many = new Option<int>("--many") { Description = "How many addresses the trial with many has; 0 leaves it out.", DefaultValueFactory = _ => 1000 };
        var command = new Command("bench", "Measure failover and planned moves against keepalived.") { what, prefix, format, repetitions, many };
        command.SetAction((result, cancel) => LabCommand.RunAsync(() => MeasureAsync(
            result.GetValue(prefix)!, result.GetValue(format) == "json", result.GetValue(repetitions), result.GetValue(many), cancel)));
        return command;
    }

    private static async Task<int> MeasureAsync(string prefix, bool isJson, int repetitions, int many, CancellationToken cancel)
    {
        await using var lab = await RunningLab.StartNetworkAsync(prefix, cancel);
        await lab.StartApiAsync(cancel);
        lab.StartDaemons();
        await lab.DaemonsReadyAsync(cancel);

        // As JSON, the rows alone go to standard output.
        var words = isJson ? Console.Error : Console.Out;
        var rows = await new L2Bench(lab, repetitions, many, words.WriteLine, cancel).RunAsync();
        if (isJson)
        {
            Console.WriteLine(new JsonArray([.. rows.Select(row => row.ToJson())]).ToJsonString(Indented));
        }

        return 0;
    }
}
