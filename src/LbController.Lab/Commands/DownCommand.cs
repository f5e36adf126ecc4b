using System.CommandLine;
using LbController.Lab.Processes;

namespace LbController.Lab.Commands;

/// <summary><c>lb-lab down</c>: takes the lab down, also one that crashed.</summary>
internal static class DownCommand
{
    public static Command Create()
    {
        var prefix = LabCommand.Prefix();
        var command = new Command("down", "Take the lab down, also what a crashed one has left.") { prefix };
        command.SetAction((result, cancel) => LabCommand.RunAsync(() => DownAsync(result.GetValue(prefix)!, cancel)));
        return command;
    }

    private static async Task<int> DownAsync(string prefix, CancellationToken cancel)
    {
        LabCheck.RequireRoot();
        if (LabRecord.Find(prefix) is not { } record)
        {
            LabRecord.DeleteUnwritten(prefix);
            Console.WriteLine("No lab is up.");
            return 0;
        }

        await LabRemoval.RemoveAsync(record, cancel);
        Console.WriteLine("The lab is down; nothing is left of it.");
        return 0;
    }
}
