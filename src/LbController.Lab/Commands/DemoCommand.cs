using System.CommandLine;
using System.Diagnostics;
using LbController.Lab.Demo;
using LbController.Lab.Processes;
using Spectre.Console;

namespace LbController.Lab.Commands;

/// <summary><c>lb-lab demo</c>: brings a lab up, does the main job in front of the user, takes it down. Exit code 0: every step was seen to work.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var prefix = LabCommand.Prefix();
        var json = new Option<FileInfo?>("--json") { Description = "Also write what was seen to this file, as JSON." };
        var command = new Command("demo", "Show the main job: addresses, ARP, BGP, failover.") { prefix, json };
        command.SetAction((result, cancel) => LabCommand.RunAsync(() => ShowAsync(result.GetValue(prefix)!, result.GetValue(json), cancel)));
        return command;
    }

    private static async Task<int> ShowAsync(string prefix, FileInfo? json, CancellationToken cancel)
    {
        var screen = new DemoScreen(AnsiConsole.Console);
        var report = new DemoReport();
        try
        {
            await PlayAsync(prefix, screen, report, cancel);
            return 0;
        }
        catch (Exception failure)
        {
            var why = failure is OperationCanceledException ? "Stopped before the end." : failure.Message;
            screen.Failed(why);
            report.Fail(why);
            throw;
        }
        finally
        {
            if (json is not null)
            {
                await File.WriteAllTextAsync(json.FullName, report.ToString(), CancellationToken.None);
            }
        }
    }

    private static async Task PlayAsync(string prefix, DemoScreen screen, DemoReport report, CancellationToken cancel)
    {
        screen.Scene("A cluster of three nodes, a router, two clients");
        var watch = Stopwatch.StartNew();
        await using (var lab = await RunningLab.StartNetworkAsync(prefix, cancel))
        {
            screen.Seen("network namespaces, cables, an FRR router and three web pods", watch.Elapsed);
            await lab.StartApiAsync(cancel);
            screen.Seen("a Kubernetes API (the laboratory's own) with the CRDs of crds/");
            await lab.InstallAsync(cancel);
            screen.Seen("the chart by helm: lb-controller, and lb-speaker on every node, with the chart's own rights and probes", watch.Elapsed);
            await new Demonstration(lab, screen, report, cancel).RunAsync();
            watch.Restart();
        }

        screen.Seen("the lab is taken down, nothing is left of it", watch.Elapsed);
    }
}
