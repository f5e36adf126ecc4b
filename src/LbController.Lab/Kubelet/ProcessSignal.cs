using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LbController.Lab.Kubelet;

/// <summary>Signals to children of this process, whose numbers cannot have been given anew.</summary>
internal static partial class ProcessSignal
{
    public static void Send(Process child, int signal)
    {
        if (!child.HasExited)
        {
            _ = KillProcess(child.Id, signal);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillProcess(int pid, int signal);
}
