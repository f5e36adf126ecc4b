using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LbController.Core.Addresses;
using LbController.Engine.Facts;
using LbController.Linux.Paths;
using LbController.Protocols.Ndp;
using Microsoft.Extensions.Logging;

namespace LbController.Linux.Sockets;

/// <summary>
/// Router advertisements on the links of unnumbered peers: ours say that we are there, those of routers tell where they are. The thread begins
/// with the first such link. A link that is not there yet is tried again with every round.
/// </summary>
/// <param name="sink">Takes what is heard; must not block.</param>
/// <param name="logger">Failures are told here.</param>
public sealed partial class RouterGreeter(Action<Fact> sink, ILogger<RouterGreeter> logger) : IDisposable
{
    private const int LongestMessage = 1500;
    private const int LevelIpv6 = 41;
    private const int LevelIcmpv6 = 58;
    private const int UnicastHops = 16;
    private const int MulticastHops = 18;
    private const int MulticastLoop = 19;
    private const int TypeFilter = 1;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly IPAddress AllNodes = IPAddress.Parse("ff02::1");
    private static readonly IPAddress AllRouters = IPAddress.Parse("ff02::2");

    private readonly Lock gate = new();
    private readonly SocketWait wait = new();
    private readonly HashSet<int> joined = [];
    private Thread? thread;
    private volatile IReadOnlyCollection<int> links = [];
    private volatile bool isClosing;

    /// <summary>From now on these links and no others.</summary>
    public void Follow(IReadOnlyCollection<int> wanted)
    {
        links = wanted;
        lock (gate)
        {
            if (wanted.Count > 0 && thread is null && !isClosing)
            {
                thread = new Thread(Run) { IsBackground = true, Name = "routers" };
                thread.Start();
            }
        }

        wait.Wake();
    }

    public void Dispose()
    {
        isClosing = true;
        wait.Wake();
        lock (gate)
        {
            thread?.Join();
        }

        wait.Dispose();
    }

    private void Run()
    {
        try
        {
            using var socket = Open();
            var greeted = links;
            var due = TimeSpan.Zero;
            while (!isClosing)
            {
                var now = Stopwatch.GetElapsedTime(0);
                if (now >= due || !ReferenceEquals(greeted, links))
                {
                    greeted = links;
                    due = now + Interval;
                    Greet(socket, greeted);
                }

                wait.Wait([socket], due - now);
                Hear(socket, greeted);
            }
        }
        catch (SocketException failure)
        {
            CannotOpen(failure.Message);
        }
    }

    private void Greet(Socket socket, IReadOnlyCollection<int> on)
    {
        foreach (var link in on)
        {
            try
            {
                if (joined.Add(link))
                {
                    socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.AddMembership, new IPv6MulticastOption(AllRouters, link));
                    Send(socket, RouterAdvertisement.Solicit(), AllRouters, link);
                }

                Send(socket, RouterAdvertisement.Announce(), AllNodes, link);
            }
            catch (SocketException failure)
            {
                joined.Remove(link);
                CannotSend(link, failure.Message);
            }
        }
    }

    private void Hear(Socket socket, IReadOnlyCollection<int> on)
    {
        Span<byte> buffer = stackalloc byte[LongestMessage];
        while (DatagramReceiver.Receive(socket, buffer, out var from, out var link, out var hopLimit) is >= 0 and var length)
        {
            var message = buffer[..length];
            if (on.Contains(link) && RouterAdvertisement.IsAdvertisement(message, hopLimit))
            {
                sink(new NetworkFact.RouterSeen(link, from));
            }
            else if (on.Contains(link) && RouterAdvertisement.IsSolicitation(message, hopLimit))
            {
                TryAnswer(socket, link);
            }
        }
    }

    private static void TryAnswer(Socket socket, int link)
    {
        try
        {
            Send(socket, RouterAdvertisement.Announce(), AllNodes, link);
        }
        catch (SocketException)
        {
            // The next round says it.
        }
    }

    private static void Send(Socket socket, byte[] message, IPAddress group, int link) =>
        socket.SendTo(message, new IPEndPoint(new IPAddress(group.GetAddressBytes(), link), 0));

    private static Socket Open()
    {
        var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Raw, ProtocolType.IcmpV6);
        try
        {
            Set(socket, UnicastHops, RouterAdvertisement.RequiredHopLimit);
            Set(socket, MulticastHops, RouterAdvertisement.RequiredHopLimit);
            Set(socket, MulticastLoop, 0);
            DatagramReceiver.AskForTimeToLive(socket, IpFamily.V6);
            socket.SetRawSocketOption(LevelIcmpv6, TypeFilter, PassingRouters());
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>struct icmp6_filter: a bit for each type that is not to pass.</summary>
    private static byte[] PassingRouters()
    {
        var blocked = Enumerable.Repeat((byte)0xff, 32).ToArray();
        const int solicitation = 133;
        blocked[solicitation / 8] = unchecked((byte)~0b0110_0000);
        return blocked;
    }

    private static void Set(Socket socket, int name, int value) => socket.SetRawSocketOption(LevelIpv6, name, BitConverter.GetBytes(value));

    [LoggerMessage(EventId = 350, Level = LogLevel.Warning, Message = "no router advertisements, so no peers by interface: {Why}")]
    private partial void CannotOpen(string why);

    [LoggerMessage(EventId = 351, Level = LogLevel.Warning, Message = "no router advertisement on link {Link}, it is tried again: {Why}")]
    private partial void CannotSend(int link, string why);
}
