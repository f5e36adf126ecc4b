using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace LbController.Lab.Network;

/// <summary>Raw Ethernet frames on one link of a network namespace (packet(7)).</summary>
internal sealed partial class FrameSocket : IDisposable
{
    private readonly Socket socket;

    /// <param name="netns">The namespace.</param>
    /// <param name="link">The link in it.</param>
    /// <param name="etherType">Which frames are heard.</param>
    /// <exception cref="SocketException">No such link, or no right to it.</exception>
    public FrameSocket(string netns, string link, ushort etherType)
    {
        socket = InsideNamespace.Run(netns, () =>
        {
            var protocol = BinaryPrimitives.ReverseEndianness(etherType);
            var made = new Socket(AddressFamily.Packet, SocketType.Raw, (ProtocolType)protocol);
            made.Bind(new LinkEndPoint(protocol, IndexOf(link)));
            return made;
        });
    }

    public void Send(ReadOnlySpan<byte> frame) => socket.Send(frame);

    /// <returns>The length of the next frame; 0: none came in time.</returns>
    public int Receive(Span<byte> frame, TimeSpan patience) => socket.Poll(patience, SelectMode.SelectRead) ? socket.Receive(frame) : 0;

    public void Dispose() => socket.Dispose();

    [LibraryImport("libc", EntryPoint = "if_nametoindex", StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint IndexOf(string link);

    /// <summary>struct sockaddr_ll: family, protocol (network order), index.</summary>
    private sealed class LinkEndPoint(ushort protocol, uint index) : EndPoint
    {
        private const int Size = 20;

        public override AddressFamily AddressFamily => AddressFamily.Packet;

        public override SocketAddress Serialize()
        {
            var address = new SocketAddress(AddressFamily.Packet, Size);
            MemoryMarshal.Write(address.Buffer.Span[2..], protocol);
            MemoryMarshal.Write(address.Buffer.Span[4..], index);
            return address;
        }
    }
}
