using System.CommandLine;

namespace LbController.Lab.Commands;

/// <summary>Runs the chosen command; wrong usage is reported on standard error with exit code 2.</summary>
internal static class CommandLine
{
    public const int UsageError = 2;

    /// <summary>How long a command may take to leave after Ctrl-C or SIGTERM: the lab is taken down in that time.</summary>
    private static readonly TimeSpan LeaveTime = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = LeaveTime }).ConfigureAwait(false);
        return parsed.Errors.Count > 0 ? UsageError : code;
    }
}
