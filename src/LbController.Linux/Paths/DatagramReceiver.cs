using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using LbController.Core.Addresses;

namespace LbController.Linux.Paths;

/// <summary>recvmsg(2) with the TTL of what comes in, which the framework does not give.</summary>
internal static unsafe partial class DatagramReceiver
{
    private const int LevelIp = 0;
    private const int LevelIpv6 = 41;
    private const int IpTtl = 2;
    private const int IpReceiveTtl = 12;
    private const int Ipv6HopLimit = 52;
    private const int Ipv6ReceiveHopLimit = 51;
    private const int ControlHeader = 16;
    private const int FamilyIpv6 = 10;
    private const int DoNotWait = 0x40;

    /// <summary>Asks the kernel to tell the TTL or hop limit of each datagram.</summary>
    public static void AskForTimeToLive(Socket socket, IpFamily family)
    {
        Span<byte> on = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(on, 1);
        var isV4 = family == IpFamily.V4;
        socket.SetRawSocketOption(isV4 ? LevelIp : LevelIpv6, isV4 ? IpReceiveTtl : Ipv6ReceiveHopLimit, on);
    }

    /// <summary>Takes a datagram that is here already; never waits.</summary>
    /// <param name="socket">A socket that was asked for the TTL.</param>
    /// <param name="into">Takes the payload; what is longer is cut.</param>
    /// <param name="from">The sender.</param>
    /// <param name="link">For link-local senders, the link; else 0.</param>
    /// <param name="timeToLive">0 when the kernel did not tell.</param>
    /// <returns>The length; negative: there is none.</returns>
    public static int Receive(Socket socket, Span<byte> into, out Address from, out int link, out int timeToLive)
    {
        (from, link, timeToLive) = (default, 0, 0);
        var name = stackalloc byte[28];
        var control = stackalloc byte[128];
        int length;
        fixed (byte* payload = into)
        {
            var vector = new IoVector { Base = payload, Length = (nuint)into.Length };
            var message = new MessageHeader { Name = name, NameLength = 28, Vector = &vector, VectorLength = 1, Control = control, ControlLength = 128 };
            length = (int)ReceiveMessage(socket.SafeHandle, &message, DoNotWait);
            if (length < 0 || message.NameLength == 0)
            {
                return -1;
            }

            timeToLive = TimeToLiveOf(new ReadOnlySpan<byte>(control, (int)message.ControlLength));
        }

        if (*(ushort*)name == FamilyIpv6)
        {
            from = new Address(IpFamily.V6, BinaryPrimitives.ReadUInt128BigEndian(new ReadOnlySpan<byte>(name + 8, 16)));
            link = *(int*)(name + 24);
        }
        else
        {
            from = Address.V4(BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(name + 4, 4)));
        }

        return length;
    }

    /// <summary>The control messages: size_t length, int level, int type, then the value, aligned to eight.</summary>
    private static int TimeToLiveOf(ReadOnlySpan<byte> control)
    {
        while (control.Length >= ControlHeader + sizeof(int))
        {
            var length = (int)BinaryPrimitives.ReadInt64LittleEndian(control);
            var (level, type) = (BinaryPrimitives.ReadInt32LittleEndian(control[8..]), BinaryPrimitives.ReadInt32LittleEndian(control[12..]));
            if ((level, type) is (LevelIp, IpTtl) or (LevelIpv6, Ipv6HopLimit))
            {
                return BinaryPrimitives.ReadInt32LittleEndian(control[ControlHeader..]);
            }

            var next = (length + 7) & ~7;
            if (length < ControlHeader || next > control.Length)
            {
                break;
            }

            control = control[next..];
        }

        return 0;
    }

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    private static partial nint ReceiveMessage(SafeHandle socket, MessageHeader* message, int flags);

    [StructLayout(LayoutKind.Sequential)]
    private struct IoVector
    {
        public void* Base;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct MessageHeader
    {
        public void* Name;
        public uint NameLength;
        public IoVector* Vector;
        public nuint VectorLength;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }
}
