using System.ComponentModel;
using System.Diagnostics;

namespace LbController.Lab.Processes;

/// <summary>Runs a program to its end.</summary>
internal static class Tool
{
    /// <summary>Returns standard output; throws <see cref="LabException"/> with what the program said when it fails.</summary>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancel, string? input = null)
    {
        var list = arguments.ToList();
        var result = await TryRunAsync(program, list, cancel, input);
        return result.ExitCode == 0
            ? result.Output
            : throw new LabException($"'{program} {string.Join(' ', list)}' ended with {result.ExitCode}: {(result.Error + result.Output).Trim()}");
    }

    /// <summary>As <see cref="RunAsync"/>, but a failure is a result like another.</summary>
    public static async Task<ToolResult> TryRunAsync(string program, IEnumerable<string> arguments, CancellationToken cancel, string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Start(start);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            var error = process.StandardError.ReadToEndAsync(cancel);
            await FeedAsync(process, input, cancel);
            await process.WaitForExitAsync(cancel);
            return new(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new LabException($"The program '{start.FileName}' cannot be started ({error.Message}): run scripts/install-lab.sh.", error);
        }
    }

    private static async Task FeedAsync(Process process, string? input, CancellationToken cancel)
    {
        try
        {
            await process.StandardInput.WriteAsync((input ?? "").AsMemory(), cancel);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended before it read its input; its exit code says why.
        }
    }
}
