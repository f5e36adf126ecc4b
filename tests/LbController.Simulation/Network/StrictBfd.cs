using System.Buffers.Binary;

namespace LbController.Simulation.Network;

/// <summary>A BFD control packet, read and written by hand from RFC 5880, section 4.1; shares nothing with ours and forgives nothing.</summary>
/// <param name="Diagnostic">Why the sender left Up the last time.</param>
/// <param name="State">Of the sender: 0 AdminDown, 1 Down, 2 Init, 3 Up.</param>
/// <param name="IsPoll">It asks for a Final.</param>
/// <param name="IsFinal">It answers a Poll.</param>
/// <param name="Multiplier">So many packets may be missing.</param>
/// <param name="Mine">The sender's discriminator.</param>
/// <param name="Yours">The receiver's, as far as the sender knows.</param>
/// <param name="DesiredTx">The fastest that the sender wants to send, in microseconds.</param>
/// <param name="RequiredRx">The fastest that it can take, in microseconds.</param>
public readonly record struct StrictBfd(int Diagnostic, int State, bool IsPoll, bool IsFinal, int Multiplier, uint Mine, uint Yours, uint DesiredTx, uint RequiredRx)
{
    public const int Down = 1;
    public const int Init = 2;
    public const int Up = 3;
    private const int Size = 24;
    private const byte Poll = 0x20;
    private const byte Final = 0x10;
    private const uint Second = 1_000_000;

    /// <exception cref="FormatException">It breaks a rule that needs no session.</exception>
    public static StrictBfd Read(ReadOnlySpan<byte> bytes)
    {
        Require(bytes.Length == Size && bytes[3] == Size, "its length");
        Require(bytes[0] >> 5 == 1 && (bytes[0] & 0x1f) <= 8, "its version or diagnostic");
        Require((bytes[1] & 0x0f & ~0x08) == 0 && (bytes[1] & (Poll | Final)) != (Poll | Final), "its flags");
        var packet = new StrictBfd(bytes[0] & 0x1f, bytes[1] >> 6, (bytes[1] & Poll) != 0, (bytes[1] & Final) != 0, bytes[2], Number(bytes, 4), Number(bytes, 8), Number(bytes, 12), Number(bytes, 16));
        Require(packet.Multiplier > 0 && packet.Mine != 0 && packet.DesiredTx != 0, "a zero that must not be");
        Require(packet.Yours != 0 || packet.State <= Down, "no discriminator of ours, and not down");
        Require(packet.State == Up || packet.DesiredTx >= Second, "not up, and faster than once a second");
        return packet;
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        (bytes[0], bytes[1], bytes[2], bytes[3]) = ((byte)(0x20 | Diagnostic), (byte)((State << 6) | (IsPoll ? Poll : 0) | (IsFinal ? Final : 0)), (byte)Multiplier, Size);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), Mine);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), Yours);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(12), DesiredTx);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(16), RequiredRx);
        return bytes;
    }

    private static uint Number(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new FormatException(what);
        }
    }
}
