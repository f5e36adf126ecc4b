using System.Net;
using System.Net.Sockets;
using System.Text;
using LbController.Core.Addresses;
using LbController.Engine.Paths;

namespace LbController.Linux.Paths;

/// <summary>One BFD port of one address family in one VRF.</summary>
internal sealed class BfdListener : IDisposable
{
    private const int SocketLevel = 1;
    private const int BindToDevice = 25;
    private const int LargestDatagram = 64;

    private readonly BfdPort at;

    /// <exception cref="SocketException">The port is taken, or the VRF is not there.</exception>
    public BfdListener(BfdPort at)
    {
        this.at = at;
        var isV4 = at.Family == IpFamily.V4;
        Socket = new Socket(isV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (!isV4)
            {
                Socket.DualMode = false;
            }

            if (at.Vrf.Length > 0)
            {
                Socket.SetRawSocketOption(SocketLevel, BindToDevice, Encoding.ASCII.GetBytes(at.Vrf));
            }

            DatagramReceiver.AskForTimeToLive(Socket, at.Family);
            Socket.Bind(new IPEndPoint(isV4 ? IPAddress.Any : IPAddress.IPv6Any, at.Number));
        }
        catch
        {
            Socket.Dispose();
            throw;
        }
    }

    public Socket Socket { get; }

    /// <summary>Takes one datagram that is here already; never waits.</summary>
    public bool TryReceive(out PathDatagram datagram)
    {
        Span<byte> buffer = stackalloc byte[LargestDatagram];
        var length = DatagramReceiver.Receive(Socket, buffer, out var from, out var link, out var timeToLive);
        datagram = length < 0 ? default : new PathDatagram(from, at.Vrf, link, at.IsMultihop, timeToLive, buffer[..length].ToArray());
        return length >= 0;
    }

    public void Dispose() => Socket.Dispose();
}
