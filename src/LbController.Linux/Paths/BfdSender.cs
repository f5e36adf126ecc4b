using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using LbController.Core.Addresses;
using LbController.Engine.Paths;
using LbController.Protocols.Bfd;

namespace LbController.Linux.Paths;

/// <summary>The sending side of one session: a source port of its own (RFC 5881, section 4), TTL 255, the class of routing protocols.</summary>
internal sealed class BfdSender : IDisposable
{
    private const int SocketLevel = 1;
    private const int BindToDevice = 25;
    private const int LevelIp = 0;
    private const int TypeOfService = 1;
    private const int LevelIpv6 = 41;
    private const int Ipv6UnicastHops = 16;
    private const int Ipv6TrafficClass = 67;
    private const int ClassNetworkControl = 0xc0;
    private const int HighestTimeToLive = 255;
    private const int MostTries = 64;

    private readonly Socket socket;

    /// <exception cref="SocketException">The source address is not on this node, the VRF is not there, or there is no route.</exception>
    public BfdSender(PathTarget target)
    {
        Target = target;
        var isV4 = target.Peer.Family == IpFamily.V4;
        socket = new Socket(isV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        try
        {
            Set(isV4 ? LevelIp : LevelIpv6, isV4 ? TypeOfService : Ipv6TrafficClass, ClassNetworkControl);
            Set(isV4 ? LevelIp : LevelIpv6, isV4 ? 2 : Ipv6UnicastHops, HighestTimeToLive);
            if (target.Vrf.Length > 0)
            {
                socket.SetRawSocketOption(SocketLevel, BindToDevice, Encoding.ASCII.GetBytes(target.Vrf));
            }

            BindToFreePort(target.Source?.ToIPAddress() ?? (isV4 ? IPAddress.Any : IPAddress.IPv6Any));
            var peer = target.LinkIndex == 0 ? target.Peer.ToIPAddress() : new IPAddress(target.Peer.ToIPAddress().GetAddressBytes(), target.LinkIndex);
            socket.Connect(new IPEndPoint(peer, target.IsMultihop ? BfdPorts.Multihop : BfdPorts.SingleHop));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public PathTarget Target { get; }

    /// <summary>A packet that the kernel does not take is lost like one on the way.</summary>
    public void Send(in BfdPacket packet)
    {
        Span<byte> bytes = stackalloc byte[BfdPacketCodec.PacketSize];
        BfdPacketCodec.Encode(packet, bytes);
        try
        {
            socket.Send(bytes);
        }
        catch (SocketException)
        {
        }
    }

    public void Dispose() => socket.Dispose();

    private void BindToFreePort(IPAddress source)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                socket.Bind(new IPEndPoint(source, RandomNumberGenerator.GetInt32(BfdPorts.FirstSource, BfdPorts.LastSource + 1)));
                return;
            }
            catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse && tries < MostTries)
            {
            }
        }
    }

    private void Set(int level, int name, int value) => socket.SetRawSocketOption(level, name, BitConverter.GetBytes(value));
}
