using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LbController.Lab.Network;

namespace LbController.Lab.Demo;

/// <summary>A client that opens a new connection every few milliseconds and remembers which were answered.</summary>
internal sealed class PageProbe : IAsyncDisposable
{
    private const int PatienceMicroseconds = 50_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly Lock gate = new();
    private readonly List<(long At, bool IsAnswered)> tries = [];
    private readonly CancellationTokenSource stop = new();
    private readonly Task<bool> running;

    /// <param name="netns">Where the client lives.</param>
    /// <param name="target">Address and port of the Service.</param>
    public PageProbe(string netns, IPEndPoint target) => running = InsideNamespace.Start(netns, () => Loop(target));

    /// <summary>How long no connection has been answered, as of now.</summary>
    public TimeSpan Silence
    {
        get
        {
            lock (gate)
            {
                var last = tries.FindLastIndex(attempt => attempt.IsAnswered);
                return last < 0 ? TimeSpan.MaxValue : Stopwatch.GetElapsedTime(tries[last].At);
            }
        }
    }

    /// <summary>Connections that were tried so far.</summary>
    public int Tries
    {
        get
        {
            lock (gate)
            {
                return tries.Count;
            }
        }
    }

    /// <summary>Those of them that were not answered.</summary>
    public int Unanswered
    {
        get
        {
            lock (gate)
            {
                return tries.Count(attempt => !attempt.IsAnswered);
            }
        }
    }

    /// <summary>How long it took from a moment until an attempt begun after the first failure was answered; null: not failed, or not answered yet.</summary>
    /// <param name="since">A <see cref="Stopwatch"/> timestamp.</param>
    public TimeSpan? OutageSince(long since)
    {
        lock (gate)
        {
            var failed = tries.FindIndex(attempt => attempt.At >= since && !attempt.IsAnswered);
            var back = failed < 0 ? -1 : tries.FindIndex(failed, attempt => attempt.IsAnswered);
            return back < 0 ? null : Stopwatch.GetElapsedTime(since, tries[back].At);
        }
    }

    /// <summary>From the first failure of a row of failures to the next answer, at its longest; zero: none has failed and been followed by an answer.</summary>
    public TimeSpan LongestOutage
    {
        get
        {
            lock (gate)
            {
                var longest = TimeSpan.Zero;
                long? began = null;
                foreach (var (at, isAnswered) in tries)
                {
                    if (!isAnswered)
                    {
                        began ??= at;
                    }
                    else if (began is { } first)
                    {
                        longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, Stopwatch.GetElapsedTime(first, at).Ticks));
                        began = null;
                    }
                }

                return longest;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        stop.Dispose();
    }

    private bool Loop(IPEndPoint target)
    {
        while (!stop.IsCancellationRequested)
        {
            var at = Stopwatch.GetTimestamp();
            var isAnswered = IsAnswered(target);
            lock (gate)
            {
                tries.Add((at, isAnswered));
            }

            stop.Token.WaitHandle.WaitOne(Pause);
        }

        return true;
    }

    private static bool IsAnswered(IPEndPoint target)
    {
        using var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        try
        {
            socket.Connect(target);
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // It is on its way.
        }
        catch (SocketException)
        {
            return false;
        }

        return socket.Poll(PatienceMicroseconds, SelectMode.SelectWrite) && socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) is 0;
    }
}
