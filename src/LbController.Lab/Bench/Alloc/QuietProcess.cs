using System.Diagnostics;
using System.Globalization;
using LbController.Lab.Processes;

namespace LbController.Lab.Bench.Alloc;

/// <summary>A program that is measured: what it says is passed over, and it ends with the measurement.</summary>
internal sealed class QuietProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task silence;

    private QuietProcess(Process process, Task silence)
    {
        this.process = process;
        this.silence = silence;
    }

    /// <summary>Resident memory now, in MiB.</summary>
    public double Megabytes => Field("VmRSS:") / 1024;

    public static QuietProcess Start(IReadOnlyList<string> command)
    {
        var started = Launch(command);
        return new QuietProcess(started, Task.WhenAll(Drain(started.StandardOutput), Drain(started.StandardError)));
    }

    /// <summary>The same, and waits until it has said the word on a line of its own.</summary>
    /// <exception cref="LabException">It ended instead.</exception>
    public static async Task<QuietProcess> StartAsync(IReadOnlyList<string> command, string word, CancellationToken cancel)
    {
        var started = Launch(command);
        while (await started.StandardOutput.ReadLineAsync(cancel) is { } line)
        {
            if (line == word)
            {
                return new QuietProcess(started, Task.WhenAll(Drain(started.StandardOutput), Drain(started.StandardError)));
            }
        }

        throw new LabException($"{command[0]} ended before it was ready: {await started.StandardError.ReadToEndAsync(cancel)}");
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        await silence;
        process.Dispose();
    }

    private static Process Launch(IReadOnlyList<string> command) =>
        Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static async Task Drain(StreamReader output)
    {
        while (await output.ReadLineAsync() is not null)
        {
        }
    }

    private double Field(string name) => double.Parse(
        File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture);
}
