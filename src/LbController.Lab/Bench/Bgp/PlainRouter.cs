using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LbController.Lab.Network;

namespace LbController.Lab.Bench.Bgp;

/// <summary>
/// A router that only counts: it takes one session, answers OPEN and KEEPALIVE, and notes when which IPv4 prefix came or went. It has a decoder of
/// its own, for what the bench's routes have in them and no more.
/// </summary>
internal sealed class PlainRouter : IDisposable
{
    private const int HeaderSize = 19;
    private static readonly byte[] Keepalive = Message(4, []);

    private readonly Lock gate = new();
    private readonly Dictionary<string, long> announcedAt = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> withdrawnAt = new(StringComparer.Ordinal);
    private readonly Socket listener;
    private readonly byte[] open;
    private long endedAt;
    private int sessions;

    /// <param name="netns">Where it listens.</param>
    /// <param name="address">At which IPv4 address, on port 179.</param>
    /// <param name="autonomousSystem">Its AS, of two octets.</param>
    /// <param name="holdTime">In seconds.</param>
    public PlainRouter(string netns, string address, ushort autonomousSystem, ushort holdTime)
    {
        byte[] capabilities = [1, 4, 0, 1, 0, 1, 65, 4, 0, 0, (byte)(autonomousSystem >> 8), (byte)autonomousSystem];
        open = Message(1, [4, (byte)(autonomousSystem >> 8), (byte)autonomousSystem, (byte)(holdTime >> 8), (byte)holdTime, .. IPAddress.Parse(address).GetAddressBytes(), (byte)(capabilities.Length + 2), 2, (byte)capabilities.Length, .. capabilities]);
        listener = InsideNamespace.Run(netns, () =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 179));
            socket.Listen();
            return socket;
        });
        new Thread(Serve) { IsBackground = true, Name = "plain router" }.Start();
    }

    /// <summary>How many sessions have begun.</summary>
    public int Sessions => Volatile.Read(ref sessions);

    /// <summary>When the last session ended, by <see cref="Stopwatch"/>; 0: none has.</summary>
    public long EndedAt => Interlocked.Read(ref endedAt);

    /// <summary>How many prefixes it has.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return announcedAt.Count;
            }
        }
    }

    /// <summary>When a prefix, written as <c>10.0.0.1/32</c>, came, by <see cref="Stopwatch"/>; null: it is not there.</summary>
    public long? AnnouncedAt(string prefix) => Find(announcedAt, prefix);

    /// <summary>When it went.</summary>
    public long? WithdrawnAt(string prefix) => Find(withdrawnAt, prefix);

    public void Dispose() => listener.Dispose();

    private long? Find(Dictionary<string, long> times, string prefix)
    {
        lock (gate)
        {
            return times.TryGetValue(prefix, out var at) ? at : null;
        }
    }

    private void Serve()
    {
        try
        {
            while (true)
            {
                using var socket = listener.Accept();
                socket.NoDelay = true;
                Interlocked.Increment(ref sessions);
                Carry(socket);
                Interlocked.Exchange(ref endedAt, Stopwatch.GetTimestamp());
                lock (gate)
                {
                    announcedAt.Clear();
                }
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The bench is at its end.
        }
    }

    private void Carry(Socket socket)
    {
        try
        {
            socket.Send(open);
            var header = new byte[HeaderSize];
            var body = new byte[ushort.MaxValue];
            while (Fill(socket, header))
            {
                var rest = body.AsSpan(0, BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(16)) - HeaderSize);
                if (!Fill(socket, rest) || header[18] == 3)
                {
                    return;
                }

                if (header[18] == 2)
                {
                    Note(rest, Stopwatch.GetTimestamp());
                }
                else
                {
                    socket.Send(Keepalive);
                }
            }
        }
        catch (SocketException)
        {
            // The other side is gone.
        }
    }

    private void Note(ReadOnlySpan<byte> update, long now)
    {
        var withdrawn = BinaryPrimitives.ReadUInt16BigEndian(update);
        var attributes = BinaryPrimitives.ReadUInt16BigEndian(update[(2 + withdrawn)..]);
        lock (gate)
        {
            foreach (var prefix in Prefixes(update.Slice(2, withdrawn)))
            {
                announcedAt.Remove(prefix);
                withdrawnAt[prefix] = now;
            }

            foreach (var prefix in Prefixes(update[(4 + withdrawn + attributes)..]))
            {
                announcedAt[prefix] = now;
            }
        }
    }

    private static List<string> Prefixes(ReadOnlySpan<byte> routes)
    {
        var prefixes = new List<string>();
        Span<byte> address = stackalloc byte[4];
        while (!routes.IsEmpty)
        {
            var octets = (routes[0] + 7) / 8;
            address.Clear();
            routes.Slice(1, octets).CopyTo(address);
            prefixes.Add($"{new IPAddress(address)}/{routes[0]}");
            routes = routes[(1 + octets)..];
        }

        return prefixes;
    }

    private static bool Fill(Socket socket, Span<byte> into)
    {
        while (!into.IsEmpty)
        {
            var length = socket.Receive(into);
            if (length == 0)
            {
                return false;
            }

            into = into[length..];
        }

        return true;
    }

    private static byte[] Message(byte type, ReadOnlySpan<byte> body)
    {
        var length = HeaderSize + body.Length;
        return [.. Enumerable.Repeat((byte)0xff, 16), (byte)(length >> 8), (byte)length, type, .. body];
    }
}
