using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LbController.Lab.Network;

namespace LbController.Lab.Bench.L2;

/// <summary>
/// A client that sends numbered datagrams at a steady rate, round robin to some addresses, and notes which came back. One that did
/// not come back in <see cref="Patience"/> is lost.
/// </summary>
internal sealed class ProbeStream : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private readonly Lock gate = new();
    private readonly List<(long SentAt, bool IsAnswered)> probes = [];
    private readonly Socket socket;
    private readonly IPEndPoint[] targets;
    private readonly double perSecond;
    private volatile bool isStopping;

    /// <param name="netns">Where the client lives.</param>
    /// <param name="addresses">Who is asked.</param>
    /// <param name="perSecond">Probes a second, all addresses together.</param>
    public ProbeStream(string netns, IEnumerable<string> addresses, double perSecond)
    {
        targets = [.. addresses.Select(address => new IPEndPoint(IPAddress.Parse(address), EchoServer.Port))];
        this.perSecond = perSecond;
        socket = InsideNamespace.Run(netns, () => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        new Thread(Send) { IsBackground = true, Name = "probes" }.Start();
        new Thread(Receive) { IsBackground = true, Name = "answers" }.Start();
    }

    /// <summary>The number of the next probe: a mark for <see cref="Lost"/> and <see cref="Outage"/>.</summary>
    public int Mark
    {
        get
        {
            lock (gate)
            {
                return probes.Count;
            }
        }
    }

    /// <summary>How many probes since a mark got no answer; those too young to tell are left out.</summary>
    public int Lost(int since) => Settled(since).Count(probe => !probe.IsAnswered);

    /// <summary>The longest time that an address did not answer: from its first lost probe to its next that was answered. Zero: none was lost.</summary>
    public TimeSpan Outage(int since)
    {
        var longest = TimeSpan.Zero;
        var lostAt = new long?[targets.Length];
        foreach (var (index, probe) in Settled(since).Index())
        {
            ref var lost = ref lostAt[(since + index) % targets.Length];
            if (!probe.IsAnswered)
            {
                lost ??= probe.SentAt;
            }

            if (lost is { } at)
            {
                longest = Stopwatch.GetElapsedTime(at, probe.SentAt) is var silent && silent > longest ? silent : longest;
            }

            lost = probe.IsAnswered ? null : lost;
        }

        return longest;
    }

    /// <summary>Whether the last probes were all answered.</summary>
    public bool IsAnswered(int last)
    {
        var settled = Settled(Math.Max(Mark - last - (int)(perSecond * Patience.TotalSeconds), 0));
        return settled.Count >= Math.Min(last, 1) && settled.TakeLast(last).All(probe => probe.IsAnswered);
    }

    public void Dispose()
    {
        isStopping = true;
        socket.Dispose();
    }

    private List<(long SentAt, bool IsAnswered)> Settled(int since)
    {
        lock (gate)
        {
            return [.. probes.Skip(since).Where(probe => Stopwatch.GetElapsedTime(probe.SentAt) > Patience)];
        }
    }

    private void Send()
    {
        var began = Stopwatch.GetTimestamp();
        Span<byte> number = stackalloc byte[4];
        for (var sent = 0; !isStopping;)
        {
            if (sent >= Stopwatch.GetElapsedTime(began).TotalSeconds * perSecond)
            {
                Thread.Sleep(1);
                continue;
            }

            lock (gate)
            {
                probes.Add((Stopwatch.GetTimestamp(), false));
            }

            BinaryPrimitives.WriteInt32BigEndian(number, sent);
            try
            {
                socket.SendTo(number, targets[sent % targets.Length]);
            }
            catch (SocketException)
            {
                // No neighbour: a lost probe like another.
            }
            catch (ObjectDisposedException)
            {
                return;
            }

            sent++;
        }
    }

    private void Receive()
    {
        var buffer = new byte[64];
        while (!isStopping)
        {
            try
            {
                EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                if (socket.ReceiveFrom(buffer, ref from) == 4)
                {
                    Note(BinaryPrimitives.ReadInt32BigEndian(buffer));
                }
            }
            catch (SocketException)
            {
                // An ICMP error about an earlier probe.
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Note(int number)
    {
        lock (gate)
        {
            if (number >= 0 && number < probes.Count && Stopwatch.GetElapsedTime(probes[number].SentAt) <= Patience)
            {
                probes[number] = (probes[number].SentAt, true);
            }
        }
    }
}
