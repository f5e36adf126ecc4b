using System.CommandLine;
using LbController.Lab.Network;
using LbController.Lab.Processes;

namespace LbController.Lab.Commands;

/// <summary>What the commands that deal with a lab have in common: the prefix, and how a failure is told.</summary>
internal static class LabCommand
{
    public static Option<string> Prefix()
    {
        var option = new Option<string>("--prefix")
        {
            Description = "How the names of the lab's network namespaces begin.",
            DefaultValueFactory = _ => LabPlan.DefaultPrefix,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not { Length: > 0 and <= 12 } text || !text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
            {
                result.AddError("--prefix takes 1 to 12 letters, digits and dashes.");
            }
        });
        return option;
    }

    /// <summary>Runs the action; what went wrong is told in one line and gives exit code 1.</summary>
    public static async Task<int> RunAsync(Func<Task<int>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception error) when (error is LabException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync("lb-lab: " + error.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("lb-lab: stopped.");
            return 130;
        }
    }
}
