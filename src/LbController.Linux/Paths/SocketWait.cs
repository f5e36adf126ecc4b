using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace LbController.Linux.Paths;

/// <summary>ppoll(2): one thread waits for any of several sockets, for a time finer than a millisecond, or until it is woken.</summary>
internal sealed unsafe partial class SocketWait : IDisposable
{
    private const short PollIn = 1;
    private const int NonBlockingCloseOnExec = 0x800 | 0x80000;
    private readonly int wakeUp;

    /// <exception cref="IOException">The kernel gives no event descriptor.</exception>
    public SocketWait()
    {
        wakeUp = EventDescriptor(0, NonBlockingCloseOnExec);
        if (wakeUp < 0)
        {
            throw new IOException($"eventfd: error {Marshal.GetLastPInvokeError()}");
        }
    }

    /// <summary>Ends a wait, this one or the next; from any thread.</summary>
    public void Wake()
    {
        ulong one = 1;
        _ = Write(wakeUp, &one, sizeof(ulong));
    }

    /// <param name="sockets">Bytes for any of these end the wait.</param>
    /// <param name="atMost">Null: without end.</param>
    public void Wait(IReadOnlyCollection<Socket> sockets, TimeSpan? atMost)
    {
        Span<PollEntry> entries = new PollEntry[sockets.Count + 1];
        entries[0] = new PollEntry { Descriptor = wakeUp, Events = PollIn };
        var next = 1;
        foreach (var socket in sockets)
        {
            entries[next++] = new PollEntry { Descriptor = (int)socket.Handle, Events = PollIn };
        }

        var time = new TimeSpec { Seconds = (nint)(atMost?.TotalSeconds ?? 0), Nanoseconds = (nint)((atMost?.Ticks ?? 0) % TimeSpan.TicksPerSecond * 100) };
        fixed (PollEntry* first = entries)
        {
            _ = Poll(first, (nuint)entries.Length, atMost is null ? null : &time, null);
        }

        ulong drained;
        _ = Read(wakeUp, &drained, sizeof(ulong));
    }

    public void Dispose() => _ = Close(wakeUp);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventDescriptor(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "ppoll")]
    private static partial int Poll(PollEntry* entries, nuint count, TimeSpec* atMost, void* signals);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int descriptor, void* from, nuint count);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int descriptor, void* into, nuint count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
