using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LbController.Lab.Processes;

/// <summary>Starts the lab's long-running programs, each with a log file of its own, and ends them.</summary>
internal sealed class LabProcesses(LabRecord record)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>Starts a program that outlives this one.</summary>
    /// <param name="name">For the log file and for <c>lb-lab status</c>.</param>
    /// <param name="netns">Network namespace; null: the machine's own.</param>
    /// <param name="command">Program and arguments.</param>
    /// <param name="environment">Variables on top of those of this process.</param>
    public LabProcess Start(string name, string? netns, IEnumerable<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var log = Path.Combine(record.Folder, name + ".log");
        string[] inside = netns is null ? [] : ["ip", "netns", "exec", netns];
        // setsid: Ctrl-C reaches this program alone, which then takes the lab down in order.
        var start = new ProcessStartInfo("setsid", ["sh", "-c", "log=$1; shift; exec \"$@\" </dev/null >>\"$log\" 2>&1", "sh", log, .. inside, .. command]);
        start.Environment[ProcessMark.Variable] = record.Prefix;
        start.Environment["DOTNET_gcServer"] = "0";
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start) ?? throw new LabException($"{name} could not be started.");
        var started = new LabProcess(name, process.Id, log);
        record.Add(started);
        return started;
    }

    /// <summary>Ends one process gracefully, or at once with <paramref name="kill"/>.</summary>
    public async Task StopAsync(LabProcess process, bool kill, CancellationToken cancel)
    {
        await EndAsync([process.Pid], kill, cancel);
        record.Remove(process);
    }

    /// <summary>Ends every process of this lab, recorded or not.</summary>
    public async Task StopAllAsync(CancellationToken cancel)
    {
        for (var pids = ProcessMark.Find(record.Prefix); pids.Count > 0; pids = ProcessMark.Find(record.Prefix))
        {
            await EndAsync(pids, kill: false, cancel);
        }
    }

    private async Task EndAsync(IReadOnlyList<int> pids, bool kill, CancellationToken cancel)
    {
        Signal(pids, kill ? 9 : 15);
        var waiting = Stopwatch.StartNew();
        while (Alive(pids).Count > 0)
        {
            await Task.Delay(20, cancel);
            if (waiting.Elapsed > Patience)
            {
                Signal(Alive(pids), 9);
            }
        }
    }

    private void Signal(IEnumerable<int> pids, int signal)
    {
        const int NoSuchProcess = 3;
        foreach (var pid in Alive(pids))
        {
            if (Kill(pid, signal) != 0 && Marshal.GetLastPInvokeError() is var error and not NoSuchProcess)
            {
                throw new LabException($"Process {pid} cannot be ended: {new Win32Exception(error).Message}.");
            }
        }
    }

    private List<int> Alive(IEnumerable<int> pids)
    {
        var marked = ProcessMark.Find(record.Prefix);
        return [.. pids.Where(marked.Contains)];
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
