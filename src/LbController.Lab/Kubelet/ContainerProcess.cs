using System.Diagnostics;
using LbController.Lab.Processes;

namespace LbController.Lab.Kubelet;

/// <summary>One run of a container.</summary>
internal sealed class ContainerProcess : IDisposable
{
    private const int Terminate = 15;
    private const int Kill = 9;

    private readonly Process process;

    private ContainerProcess(Process process) => this.process = process;

    public int Pid => process.Id;

    public bool HasEnded => process.HasExited;

    public int ExitCode => process.ExitCode;

    /// <exception cref="LabException">The script cannot be started.</exception>
    public static ContainerProcess Start(Seat seat, string prefix, string script, string log)
    {
        var start = new ProcessStartInfo("ip", ["netns", "exec", seat.Namespace, "sh", "-c", "log=$1; script=$2; exec sh \"$script\" </dev/null >>\"$log\" 2>&1", "sh", log, script]);
        start.Environment[ProcessMark.Variable] = prefix;
        return new ContainerProcess(Process.Start(start) ?? throw new LabException($"{script} could not be started."));
    }

    public Task WaitAsync(CancellationToken cancel) => process.WaitForExitAsync(cancel);

    /// <summary>As a kubelet ends a container: asked first, and not asked when the grace is over.</summary>
    public async Task EndAsync(TimeSpan grace)
    {
        using var end = new CancellationTokenSource(grace);
        try
        {
            ProcessSignal.Send(process, Terminate);
            await process.WaitForExitAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            ProcessSignal.Send(process, Kill);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    public void Dispose() => process.Dispose();
}
