using System.Runtime.InteropServices;

namespace LbController.Linux.Paths;

/// <summary>Puts the calling thread before others of this process where the kernel allows it (CAP_SYS_NICE or RLIMIT_NICE); without, it is one of equals.</summary>
internal static partial class ThreadRank
{
    private const int Process = 0;
    private const int Calling = 0;
    private const int High = -15;

    public static void Raise() => _ = SetPriority(Process, Calling, High);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int value);
}
