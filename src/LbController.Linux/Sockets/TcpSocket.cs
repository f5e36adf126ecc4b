using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LbController.Core.Addresses;
using LbController.Engine.Commands;

namespace LbController.Linux.Sockets;

/// <summary>Makes sockets with the options of tcp(7), ip(7) and ipv6(7) that a BGP session needs.</summary>
internal static class TcpSocket
{
    /// <summary>The longest TCP MD5 key, in bytes (TCP_MD5SIG_MAXKEYLEN).</summary>
    public const int MostPasswordBytes = 80;

    private const int LevelSocket = 1;
    private const int LevelIpv6 = 41;
    private const int LevelTcp = 6;
    private const int Ipv6UnicastHops = 16;
    private const int TcpUserTimeout = 18;
    private const int TcpMd5Signature = 14;
    private const int BindToDevice = 25;
    private const int HighestTimeToLive = 255;
    private const int Backlog = 64;

    /// <exception cref="SocketException">The kernel refuses an option or the source address.</exception>
    /// <exception cref="ArgumentException">The password is too long.</exception>
    public static Socket Create(NetworkCommand.Connect command)
    {
        var socket = new Socket(FamilyOf(command.Remote), SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            SetNumber(socket, LevelTcp, TcpUserTimeout, (int)command.UserTimeout.TotalMilliseconds);
            SetTimeToLive(socket, command.Remote.Family, command.TimeToLive);
            SetPassword(socket, command.Remote, command.LinkIndex, command.Password);
            SetDevice(socket, command.Device);
            if (command.Source is { } source)
            {
                socket.Bind(new IPEndPoint(source.ToIPAddress(), 0));
            }

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A socket that listens on all addresses.</summary>
    /// <exception cref="SocketException">The port is taken, or the right to it is missing (NET_BIND_SERVICE below 1024).</exception>
    /// <exception cref="ArgumentException">The device is not there.</exception>
    public static Socket Listening(IpFamily family, string device, int port)
    {
        var socket = new Socket(family == IpFamily.V4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (family == IpFamily.V6)
            {
                socket.DualMode = false;
            }

            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            SetTimeToLive(socket, family, HighestTimeToLive);
            SetDevice(socket, device);
            socket.Bind(new IPEndPoint(family == IpFamily.V4 ? IPAddress.Any : IPAddress.IPv6Any, port));
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>An address with the link that it is on, where it needs one.</summary>
    public static IPAddress Scoped(Address address, int linkIndex) =>
        linkIndex == 0 ? address.ToIPAddress() : new IPAddress(address.ToIPAddress().GetAddressBytes(), linkIndex);

    private static void SetTimeToLive(Socket socket, IpFamily family, int timeToLive)
    {
        if (timeToLive == 0)
        {
            return;
        }

        if (family == IpFamily.V4)
        {
            socket.Ttl = (short)timeToLive;
        }
        else
        {
            SetNumber(socket, LevelIpv6, Ipv6UnicastHops, timeToLive);
        }
    }

    private static void SetDevice(Socket socket, string device)
    {
        if (device.Length == 0)
        {
            return;
        }

        try
        {
            socket.SetRawSocketOption(LevelSocket, BindToDevice, Encoding.ASCII.GetBytes(device));
        }
        catch (SocketException refused)
        {
            throw new ArgumentException($"spec.vrf '{device}' cannot be used on this node: {refused.Message}", nameof(device), refused);
        }
    }

    /// <summary>
    /// <code>struct tcp_md5sig { sockaddr_storage peer [128]; u8 flags; u8 prefix; u16 key length; i32 link; u8 key[80]; }</code>
    /// </summary>
    /// <param name="socket">One that is to be connected, or that listens.</param>
    /// <param name="peer">Whose segments are to be signed.</param>
    /// <param name="linkIndex">For a link-local peer, its link.</param>
    /// <param name="password">Empty: takes the key away, or sets none.</param>
    public static void SetPassword(Socket socket, Address peer, int linkIndex, string password)
    {
        var key = Encoding.UTF8.GetBytes(password);
        if (key.Length > MostPasswordBytes)
        {
            throw new ArgumentException($"the password for {peer} has {key.Length} bytes; TCP MD5 takes at most {MostPasswordBytes}", nameof(password));
        }

        if (key.Length == 0)
        {
            return;
        }

        Span<byte> option = stackalloc byte[136 + MostPasswordBytes];
        option.Clear();
        var isIpv4 = peer.Family == IpFamily.V4;
        BinaryPrimitives.WriteUInt16LittleEndian(option, (ushort)(isIpv4 ? 2 : 10));
        peer.ToIPAddress().TryWriteBytes(option[(isIpv4 ? 4 : 8)..], out _);
        BinaryPrimitives.WriteInt32LittleEndian(option[24..], isIpv4 ? 0 : linkIndex);
        BinaryPrimitives.WriteUInt16LittleEndian(option[130..], (ushort)key.Length);
        key.CopyTo(option[136..]);
        socket.SetRawSocketOption(LevelTcp, TcpMd5Signature, option);
    }

    private static void SetNumber(Socket socket, int level, int name, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        socket.SetRawSocketOption(level, name, bytes);
    }

    private static AddressFamily FamilyOf(Address address) =>
        address.Family == IpFamily.V4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
}
