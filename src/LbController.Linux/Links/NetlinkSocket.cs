using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace LbController.Linux.Links;

/// <summary>A NETLINK_ROUTE socket that hears of links and addresses. The framework knows no netlink family, so the kernel is asked itself.</summary>
internal sealed partial class NetlinkSocket : IDisposable
{
    private const int AfNetlink = 16;
    private const int SockRawCloseOnExec = 3 | 0x80000;
    private const uint GroupsLinkAndAddresses = 0x1 | 0x10 | 0x100;
    private const int ReceiveBuffer = 1 << 20;

    private readonly Socket socket;

    /// <exception cref="IOException">The kernel gives no such socket.</exception>
    public NetlinkSocket()
    {
        var descriptor = OpenSocket(AfNetlink, SockRawCloseOnExec, 0);
        if (descriptor < 0)
        {
            throw new IOException($"socket(AF_NETLINK): error {Marshal.GetLastPInvokeError()}");
        }

        var address = new SocketAddressNetlink { Family = AfNetlink, Groups = GroupsLinkAndAddresses };
        if (BindSocket(descriptor, ref address, Marshal.SizeOf<SocketAddressNetlink>()) < 0)
        {
            throw new IOException($"bind(AF_NETLINK): error {Marshal.GetLastPInvokeError()}");
        }

        socket = new Socket(new SafeSocketHandle(descriptor, ownsHandle: true)) { ReceiveBufferSize = ReceiveBuffer };
    }

    public async Task<int> ReceiveAsync(Memory<byte> into, CancellationToken cancellation) =>
        await socket.ReceiveAsync(into, SocketFlags.None, cancellation);

    /// <summary>Asks for everything there is: RTM_GETLINK (18) or RTM_GETADDR (22) with NLM_F_REQUEST | NLM_F_DUMP.</summary>
    public void RequestDump(byte type)
    {
        // nlmsghdr of 16 bytes, then an all-zero ifinfomsg or ifaddrmsg of up to 16 bytes.
        Span<byte> request = stackalloc byte[32];
        request.Clear();
        request[0] = 32;
        request[4] = type;
        request[6] = 0x01;
        request[7] = 0x03;
        socket.Send(request);
    }

    public void Dispose() => socket.Dispose();

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int OpenSocket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static partial int BindSocket(int descriptor, ref SocketAddressNetlink address, int size);

    [StructLayout(LayoutKind.Sequential)]
    private struct SocketAddressNetlink
    {
        public ushort Family;
        public ushort Padding;
        public uint PortId;
        public uint Groups;
    }
}
