using System.Net;
using System.Net.Sockets;
using System.Text;
using LbController.Core.Addresses;
using LbController.Engine.Facts;

namespace LbController.Linux.Sockets;

/// <summary>A UDP socket that sends to a multicast group on one link and hears what comes to the group on that link.</summary>
internal sealed class LinkSocket : IDisposable
{
    private const int SocketLevel = 1;
    private const int BindToDevice = 25;

    /// <summary>Link-local, never forwarded and flooded by every switch (RFC 4541, 2.1.2); of the range for experiments (RFC 4727, 2.4.2).</summary>
    private static readonly IPAddress GroupV4 = IPAddress.Parse("224.0.0.254");

    /// <summary>Link-local and not assigned for good (RFC 4291, 2.7).</summary>
    private static readonly IPAddress GroupV6 = IPAddress.Parse("ff12::4c42");

    private readonly Socket socket;
    private readonly IPEndPoint group;
    private readonly int linkIndex;
    private readonly Action<Fact> sink;

    /// <exception cref="SocketException">The family is off on this link, or the right NET_RAW is missing.</exception>
    public LinkSocket(LinkSnapshot link, IpFamily family, int port, Action<Fact> sink)
    {
        (linkIndex, this.sink, Family) = (link.Index, sink, family);
        var isV4 = family == IpFamily.V4;
        group = new IPEndPoint(isV4 ? GroupV4 : new IPAddress(GroupV6.GetAddressBytes(), link.Index), port);
        socket = new Socket(isV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.SetRawSocketOption(SocketLevel, BindToDevice, Encoding.UTF8.GetBytes(link.Name + '\0'));
            var level = isV4 ? SocketOptionLevel.IP : SocketOptionLevel.IPv6;
            if (!isV4)
            {
                socket.DualMode = false;
            }

            socket.Bind(new IPEndPoint(isV4 ? IPAddress.Any : IPAddress.IPv6Any, port));
            socket.SetSocketOption(level, SocketOptionName.MulticastLoopback, false);
            socket.SetSocketOption(level, SocketOptionName.MulticastTimeToLive, 1);
            socket.SetSocketOption(level, SocketOptionName.AddMembership, isV4 ? new MulticastOption(GroupV4, link.Index) : new IPv6MulticastOption(GroupV6, link.Index));
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        _ = ReceiveAsync();
    }

    public IpFamily Family { get; }

    public Outcome Send(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            socket.SendTo(bytes.Span, group);
            return Outcome.Done;
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            return new Outcome(OutcomeKind.Failed, failure.Message);
        }
    }

    public void Dispose() => socket.Dispose();

    /// <summary>Receives until the socket is closed. Failures that are queued on the socket (a link that went down) are passed over.</summary>
    private async Task ReceiveAsync()
    {
        var buffer = new byte[DatagramDriver.MostBytes];
        var anyone = new IPEndPoint(Family == IpFamily.V4 ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (true)
        {
            try
            {
                var received = await socket.ReceiveFromAsync(buffer, anyone);
                var from = Address.From(((IPEndPoint)received.RemoteEndPoint).Address);
                sink(new NetworkFact.DatagramReceived(linkIndex, from, buffer.AsSpan(0, received.ReceivedBytes).ToArray()));
            }
            catch (SocketException failure) when (failure.SocketErrorCode is not (SocketError.OperationAborted or SocketError.Interrupted))
            {
                await Task.Yield();
            }
            catch (Exception end) when (end is ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }
}
