using System.Diagnostics;
using LbController.Lab.Processes;

namespace LbController.Interop.Tests.Controller;

/// <summary>The real lb-controller as a process of its own, against an API that a kubeconfig names.</summary>
internal sealed class ControllerProcess : IAsyncDisposable
{
    private readonly Process process;

    private ControllerProcess(Process process) => this.process = process;

    public int Pid => process.Id;

    public static ControllerProcess Start(string kubeconfig, params string[] more)
    {
        var command = Programs.Daemon("controller");
        string[] arguments =
        [
            .. command.Skip(1), "--kubeconfig", kubeconfig, "--namespace", "metallb-system", "--port", "0", "--health-probe-port", "0", "--log-level", "warn", .. more,
        ];
        return new ControllerProcess(Process.Start(new ProcessStartInfo(command[0], arguments) { UseShellExecute = false })!);
    }

    /// <summary>Sends a signal by its name.</summary>
    public Task SignalAsync(string name, CancellationToken cancel) =>
        Tool.RunAsync("kill", [$"-{name}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)], cancel);

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }
}
