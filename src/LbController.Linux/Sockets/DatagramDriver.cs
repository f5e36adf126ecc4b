using System.Diagnostics;
using LbController.Core.Addresses;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Linux.Paths;
using Microsoft.Extensions.Logging;

namespace LbController.Linux.Sockets;

/// <summary>
/// The way by which speakers hear each other: link-local multicast on every link that could announce, so that what arrives says which
/// link is whole, and a node sends the same however many listen. Sockets follow the links as they come and go. A thread of its own waits for
/// what comes in and sends spares that are due, so that nothing else that this process has to do makes others seem dead, or itself.
/// </summary>
/// <param name="port">The UDP port, the same on all nodes.</param>
/// <param name="onlyWith">Only the link that carries this address is used; null: all.</param>
/// <param name="sink">Takes what comes in.</param>
/// <param name="answerUntil">Moves the deadline of the packet loops, when a spare has left.</param>
/// <param name="logger">Failures are told here.</param>
public sealed partial class DatagramDriver(int port, Address? onlyWith, Action<Fact> sink, Action<TimeSpan> answerUntil, ILogger<DatagramDriver> logger) : IDisposable
{
    /// <summary>Longer datagrams are not sent, and cut to one byte more when they come in, which tells that they are too long; none of ours is.</summary>
    public const int MostBytes = 1400;

    /// <summary>Of one socket and turn, so that a flood on one link does not keep the others waiting.</summary>
    private const int MostDatagrams = 256;

    private readonly Lock gate = new();
    private readonly Lock hearing = new();
    private readonly SocketWait wait = new();
    private readonly byte[] buffer = new byte[MostBytes + 1];
    private readonly Dictionary<int, (LinkSnapshot Link, List<LinkSocket> Sockets)> open = [];
    private readonly SpareDatagrams spares = new();
    private volatile IReadOnlyList<(int LinkIndex, LinkSocket Socket)> heard = [];
    private Thread? thread;
    private volatile bool isClosing;

    public void Seen(LinkSnapshot link)
    {
        lock (gate)
        {
            var isWanted = link is { IsUp: true, IsLoopback: false, IsEnslaved: false } && (onlyWith is null || link.Addresses.Any(own => own.Address == onlyWith));
            if (!isWanted || (open.TryGetValue(link.Index, out var old) && old.Link.Name != link.Name))
            {
                Close(link.Index);
            }

            if (isWanted)
            {
                var sockets = open.TryGetValue(link.Index, out var kept) ? kept.Sockets : [];
                open[link.Index] = (link, sockets);
                OpenMissing(link, sockets);
            }

            HearThese();
        }
    }

    public void Gone(int linkIndex)
    {
        lock (gate)
        {
            Close(linkIndex);
            HearThese();
        }
    }

    /// <summary>Sends to all on a link, by IPv4 if the link has an address of it; a failure costs this datagram only.</summary>
    public Outcome Send(int linkIndex, ReadOnlyMemory<byte> bytes)
    {
        spares.Sent(Now);
        return SendNow(linkIndex, bytes);
    }

    /// <summary>Keeps a datagram until it is due, or another one was sent.</summary>
    public void Keep(NetworkCommand.SendSpare spare)
    {
        if (spares.Keep(spare))
        {
            wait.Wake();
        }
    }

    private Outcome SendNow(int linkIndex, ReadOnlyMemory<byte> bytes)
    {
        LinkSocket? socket;
        lock (gate)
        {
            if (bytes.Length > MostBytes || !open.TryGetValue(linkIndex, out var found))
            {
                return new Outcome(OutcomeKind.Refused, $"{bytes.Length} bytes for link {linkIndex}: the link is not open, or these are more than {MostBytes}");
            }

            var family = found.Link.Addresses.Any(own => own.Address.Family == IpFamily.V4) ? IpFamily.V4 : IpFamily.V6;
            socket = found.Sockets.Find(socket => socket.Family == family);
        }

        return socket is null ? new Outcome(OutcomeKind.Failed, $"link {linkIndex} has no socket") : socket.Send(bytes);
    }

    /// <summary>
    /// Passes on everything that is here already. To be called before anybody is taken for dead: a process that was not let run must not
    /// take that for the silence of others.
    /// </summary>
    public void Hear()
    {
        lock (hearing)
        {
            foreach (var (linkIndex, socket) in heard)
            {
                for (var taken = 0; taken < MostDatagrams && socket.Receive(buffer, out var from) is >= 0 and var length; taken++)
                {
                    sink(new NetworkFact.DatagramReceived(linkIndex, from, buffer.AsSpan(0, length).ToArray()));
                }
            }
        }
    }

    public void Dispose()
    {
        isClosing = true;
        wait.Wake();
        thread?.Join();
        lock (gate)
        {
            foreach (var index in open.Keys.ToList())
            {
                Close(index);
            }
        }

        wait.Dispose();
    }

    private void OpenMissing(LinkSnapshot link, List<LinkSocket> sockets)
    {
        foreach (var family in new[] { IpFamily.V4, IpFamily.V6 }.Where(family => sockets.TrueForAll(socket => socket.Family != family)))
        {
            try
            {
                sockets.Add(new LinkSocket(link, family, port));
            }
            catch (System.Net.Sockets.SocketException failure)
            {
                CannotOpen(link.Name, family, failure.Message);
            }
        }
    }

    private void Close(int linkIndex)
    {
        if (open.Remove(linkIndex, out var closed))
        {
            lock (hearing)
            {
                heard = [.. heard.Where(place => place.LinkIndex != linkIndex)];
                closed.Sockets.ForEach(socket => socket.Dispose());
            }
        }
    }

    private void HearThese()
    {
        heard = [.. open.SelectMany(pair => pair.Value.Sockets.Select(socket => (pair.Key, socket)))];
        if (thread is null)
        {
            thread = new Thread(Listen) { IsBackground = true, Name = "liveness" };
            thread.Start();
        }

        wait.Wake();
    }

    private static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    private static TimeSpan Later(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private void SendSpares()
    {
        var now = Now;
        foreach (var spare in spares.TakeDue(now))
        {
            SendNow(spare.LinkIndex, spare.Bytes);
            answerUntil(now + spare.AnswerFor);
            sink(new NetworkFact.SpareSent(now));
        }
    }

    private void Listen()
    {
        while (!isClosing)
        {
            Hear();
            SendSpares();
            try
            {
                wait.Wait([.. heard.Select(place => place.Socket.Socket)], spares.NextDue is { } due ? Later(due - Now, TimeSpan.Zero) : null);
            }
            catch (ObjectDisposedException)
            {
                // A link went away in this moment; what is heard now is another list.
            }
        }
    }

    [LoggerMessage(EventId = 320, Level = LogLevel.Warning, Message = "no liveness datagrams on {Link} by {Family}: {Why}")]
    private partial void CannotOpen(string link, IpFamily family, string why);
}
