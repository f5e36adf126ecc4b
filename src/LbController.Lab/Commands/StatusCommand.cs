using System.CommandLine;
using LbController.Lab.Network;
using LbController.Lab.Processes;

namespace LbController.Lab.Commands;

/// <summary><c>lb-lab status</c>: what of the lab is there and what is missing. Exit code 1: no lab, or not all of it.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var prefix = LabCommand.Prefix();
        var command = new Command("status", "Show what of the lab is there.") { prefix };
        command.SetAction((result, cancel) => LabCommand.RunAsync(() => ShowAsync(result.GetValue(prefix)!, cancel)));
        return command;
    }

    private static async Task<int> ShowAsync(string prefix, CancellationToken cancel)
    {
        if (LabRecord.Find(prefix) is not { } record)
        {
            Console.WriteLine("No lab is up.");
            return 1;
        }

        var running = ProcessMark.Find(prefix);
        var present = await LabNetwork.ExistingNamespacesAsync(cancel);
        foreach (var name in record.Content.Namespaces)
        {
            Console.WriteLine($"namespace  {name,-14} {(present.Contains(name) ? "there" : "MISSING")}");
        }

        foreach (var process in record.Content.Processes)
        {
            Console.WriteLine($"program    {process.Name,-14} {(running.Contains(process.Pid) ? $"runs as {process.Pid}" : "ENDED")}, log {process.Log}");
        }

        return record.Content.Namespaces.All(present.Contains) && record.Content.Processes.All(process => running.Contains(process.Pid)) ? 0 : 1;
    }
}
