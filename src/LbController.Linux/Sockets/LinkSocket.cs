using System.Net;
using System.Net.Sockets;
using System.Text;
using LbController.Core.Addresses;
using LbController.Engine.Facts;
using LbController.Linux.Paths;

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

    private readonly IPEndPoint group;

    /// <exception cref="SocketException">The family is off on this link, or the right NET_RAW is missing.</exception>
    public LinkSocket(LinkSnapshot link, IpFamily family, int port)
    {
        Family = family;
        var isV4 = family == IpFamily.V4;
        group = new IPEndPoint(isV4 ? GroupV4 : new IPAddress(GroupV6.GetAddressBytes(), link.Index), port);
        Socket = new Socket(isV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            Socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            Socket.SetRawSocketOption(SocketLevel, BindToDevice, Encoding.UTF8.GetBytes(link.Name + '\0'));
            var level = isV4 ? SocketOptionLevel.IP : SocketOptionLevel.IPv6;
            if (!isV4)
            {
                Socket.DualMode = false;
            }

            Socket.Bind(new IPEndPoint(isV4 ? IPAddress.Any : IPAddress.IPv6Any, port));
            Socket.SetSocketOption(level, SocketOptionName.MulticastLoopback, false);
            Socket.SetSocketOption(level, SocketOptionName.MulticastTimeToLive, 1);
            Socket.SetSocketOption(level, SocketOptionName.AddMembership, isV4 ? new MulticastOption(GroupV4, link.Index) : new IPv6MulticastOption(GroupV6, link.Index));
        }
        catch
        {
            Socket.Dispose();
            throw;
        }

    }

    public IpFamily Family { get; }

    /// <summary>For waiting only.</summary>
    public Socket Socket { get; }

    public Outcome Send(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            Socket.SendTo(bytes.Span, group);
            return Outcome.Done;
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            return new Outcome(OutcomeKind.Failed, failure.Message);
        }
    }

    public void Dispose() => Socket.Dispose();

    /// <summary>Takes a datagram that is here already; never waits.</summary>
    /// <returns>The length; negative: there is none.</returns>
    public int Receive(Span<byte> into, out Address from) => DatagramReceiver.Receive(Socket, into, out from, out _, out _);
}
