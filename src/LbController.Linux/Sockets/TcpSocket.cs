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

    /// <exception cref="SocketException">The kernel refuses an option or the source address.</exception>
    /// <exception cref="ArgumentException">The password is too long.</exception>
    public static Socket Create(NetworkCommand.Connect command)
    {
        var socket = new Socket(FamilyOf(command.Remote), SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            SetNumber(socket, LevelTcp, TcpUserTimeout, (int)command.UserTimeout.TotalMilliseconds);
            SetTimeToLive(socket, command);
            SetPassword(socket, command);
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

    private static void SetTimeToLive(Socket socket, NetworkCommand.Connect command)
    {
        if (command.TimeToLive == 0)
        {
            return;
        }

        if (command.Remote.Family == IpFamily.V4)
        {
            socket.Ttl = (short)command.TimeToLive;
        }
        else
        {
            SetNumber(socket, LevelIpv6, Ipv6UnicastHops, command.TimeToLive);
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
    private static void SetPassword(Socket socket, NetworkCommand.Connect command)
    {
        if (command.Password.Length == 0)
        {
            return;
        }

        var key = Encoding.UTF8.GetBytes(command.Password);
        if (key.Length > MostPasswordBytes)
        {
            throw new ArgumentException($"the password for {command.Remote} has {key.Length} bytes; TCP MD5 takes at most {MostPasswordBytes}", nameof(command));
        }

        Span<byte> option = stackalloc byte[136 + MostPasswordBytes];
        option.Clear();
        var isIpv4 = command.Remote.Family == IpFamily.V4;
        BinaryPrimitives.WriteUInt16LittleEndian(option, (ushort)(isIpv4 ? 2 : 10));
        command.Remote.ToIPAddress().TryWriteBytes(option[(isIpv4 ? 4 : 8)..], out _);
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
