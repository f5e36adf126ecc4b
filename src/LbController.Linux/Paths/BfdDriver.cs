using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using LbController.Core.Addresses;
using LbController.Engine.Facts;
using LbController.Engine.Figures;
using LbController.Engine.Paths;
using Microsoft.Extensions.Logging;

namespace LbController.Linux.Paths;

/// <summary>
/// Runs the node's BFD sessions on a thread of their own, so that nothing that the speaker has to think about delays a packet. What has
/// come in is read before any timer is looked at: a process that was not let run must not take that for silence. Ports and sockets that
/// cannot be had are tried again.
/// </summary>
public sealed partial class BfdDriver : IDisposable
{
    /// <summary>Of one port and turn, so that a flood does not keep the timers waiting.</summary>
    private const int MostDatagrams = 128;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly SocketWait wait = new();
    private readonly PathWatch watch = new(() => BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint))));
    private readonly SortedDictionary<uint, (PathTarget Target, BfdSender? Sender)> senders = [];
    private readonly Dictionary<BfdPort, BfdListener> listeners = [];
    private readonly Action<Fact> sink;
    private readonly ILogger<BfdDriver> logger;
    private readonly Thread thread;
    private IReadOnlyCollection<PathTarget>? wanted;
    private TimeSpan? retryAt;
    private bool isRunning;
    private volatile IReadOnlyList<PathStatus> status = [];
    private volatile bool isClosing;

    /// <param name="sink">Takes what the speaker is to hear; must not block.</param>
    /// <param name="logger">Failures are told here.</param>
    public BfdDriver(Action<Fact> sink, ILogger<BfdDriver> logger)
    {
        (this.sink, this.logger) = (sink, logger);
        thread = new Thread(Run) { IsBackground = true, Name = "bfd" };
    }

    private static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    /// <summary>Takes the whole set of sessions that there are to be. The thread begins with the first one.</summary>
    public void Watch(IReadOnlyCollection<PathTarget> targets)
    {
        lock (gate)
        {
            wanted = targets;
            if (targets.Count > 0 && !isRunning)
            {
                isRunning = true;
                thread.Start();
            }
        }

        wait.Wake();
    }

    public IEnumerable<Figure> Figures() => status.SelectMany(PathFigures.Of);

    /// <summary>Ends all sessions on purpose and waits until that is said.</summary>
    public void Dispose()
    {
        isClosing = true;
        wait.Wake();
        lock (gate)
        {
            if (isRunning)
            {
                thread.Join();
            }

            isRunning = true;
        }

        wait.Dispose();
    }

    private void Run()
    {
        ThreadRank.Raise();
        while (!isClosing)
        {
            Turn();
            if (Earlier(watch.NextDeadline, retryAt) is not { } due)
            {
                wait.Wait([.. listeners.Values.Select(listener => listener.Socket)], null);
            }
            else if (due - Now is var sleep && sleep > TimeSpan.Zero)
            {
                wait.Wait([.. listeners.Values.Select(listener => listener.Socket)], sleep);
            }
        }

        Do(watch.Follow([], Now));
        CloseUnused();
    }

    private void Turn()
    {
        Hear();
        if (TakeWanted() is { } next)
        {
            Do(watch.Follow(next, Now));
            CloseUnused();
        }

        if (retryAt <= Now)
        {
            retryAt = null;
            OpenMissing();
        }

        Do(watch.Tick(Now));
        status = watch.Status;
    }

    private IReadOnlyCollection<PathTarget>? TakeWanted()
    {
        lock (gate)
        {
            var taken = wanted;
            wanted = null;
            return taken;
        }
    }

    private void Hear()
    {
        foreach (var listener in listeners.Values)
        {
            for (var taken = 0; taken < MostDatagrams && listener.TryReceive(out var datagram); taken++)
            {
                Do(watch.Received(datagram, Now));
            }
        }
    }

    private void Do(List<PathAction> actions)
    {
        foreach (var action in actions)
        {
            switch (action)
            {
                case PathAction.Open open:
                    senders[open.Session] = (open.Target, null);
                    OpenMissing();
                    break;
                case PathAction.Close close:
                    senders.Remove(close.Session, out var closed);
                    closed.Sender?.Dispose();
                    break;
                case PathAction.Send send:
                    senders[send.Session].Sender?.Send(send.Packet);
                    break;
                case PathAction.Tell tell:
                    sink(tell.Fact);
                    break;
            }
        }
    }

    private void OpenMissing()
    {
        foreach (var (number, (target, sender)) in senders.ToList())
        {
            var port = BfdPort.Of(target);
            try
            {
                if (!listeners.ContainsKey(port))
                {
                    listeners[port] = new BfdListener(port);
                }

                if (sender is null)
                {
                    senders[number] = (target, new BfdSender(target));
                }
            }
            catch (SocketException failure)
            {
                CannotOpen(target.Peer, port.Number, failure.Message);
                retryAt = Now + RetryPause;
            }
        }
    }

    private void CloseUnused()
    {
        foreach (var port in listeners.Keys.Where(port => senders.Values.All(entry => BfdPort.Of(entry.Target) != port)).ToList())
        {
            listeners.Remove(port, out var unused);
            unused?.Dispose();
        }
    }

    private static TimeSpan? Earlier(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other ?? one : one;

    [LoggerMessage(EventId = 330, Level = LogLevel.Warning, Message = "BFD with {Peer} (UDP port {Port}) cannot begin, it is tried again: {Why}")]
    private partial void CannotOpen(Address peer, int port, string why);
}
