using System.Runtime.InteropServices;

namespace LbController.Lab.Network;

/// <summary>
/// Runs code inside a named network namespace, on a thread that enters it and ends there, so that no pooled thread is left behind in it.
/// A socket stays in the namespace where it was made.
/// </summary>
internal static partial class InsideNamespace
{
    private const int NetworkNamespace = 0x40000000;

    /// <exception cref="IOException">The namespace cannot be entered.</exception>
    public static T Run<T>(string name, Func<T> action)
    {
        var task = Start(name, action);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>As <see cref="Run"/>, without waiting: for what takes long.</summary>
    public static Task<T> Start<T>(string name, Func<T> action)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                Enter(name);
                done.SetResult(action());
            }
            catch (Exception wrong)
            {
                done.SetException(wrong);
            }
        })
        { IsBackground = true };
        thread.Start();
        return done.Task;
    }

    private static void Enter(string name)
    {
        using var handle = File.OpenHandle($"/run/netns/{name}");
        if (SetNamespace(handle, NetworkNamespace) != 0)
        {
            throw new IOException($"cannot enter network namespace {name}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeHandle fd, int kind);
}
