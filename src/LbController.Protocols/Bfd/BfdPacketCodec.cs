using System.Buffers.Binary;

namespace LbController.Protocols.Bfd;

/// <summary>
/// The control packet (RFC 5880, section 4.1), without the authentication section:
/// <code>
///   0               1               2               3
///   +-----+---------+---+-+-+-+-+-+-+---------------+---------------+
///   |Vers |  Diag   |Sta|P|F|C|A|D|M|  Detect Mult  |    Length     |
///   +-----+---------+---+-+-+-+-+-+-+---------------+---------------+
///   4 My Discriminator      8 Your Discriminator    12 Desired Min TX Interval
///   16 Required Min RX Interval                     20 Required Min Echo RX Interval
/// </code>
/// Nothing here allocates or throws on what comes from the wire.
/// </summary>
public static class BfdPacketCodec
{
    /// <summary>Of a packet without authentication, in bytes.</summary>
    public const int PacketSize = 24;

    private const int Version = 1;
    private const int LeastWithAuthentication = 26;
    private const int FlagBits = 0x3f;

    /// <summary>The checks of RFC 5880, section 6.8.6, that need no session.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> datagram, out BfdPacket packet, out BfdError error)
    {
        packet = default;
        if (datagram.Length < PacketSize)
        {
            error = BfdError.TooShort;
            return false;
        }

        packet = new BfdPacket(
            (BfdDiagnostic)(datagram[0] & 0x1f),
            (BfdState)(datagram[1] >> 6),
            (BfdFlags)(datagram[1] & FlagBits),
            datagram[2],
            BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(datagram[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(datagram[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(datagram[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(datagram[20..]));
        error = Check(packet, datagram[0] >> 5, datagram[3], datagram.Length);
        return error == BfdError.None;
    }

    /// <param name="packet">What to send.</param>
    /// <param name="into">At least <see cref="PacketSize"/> bytes.</param>
    public static void Encode(in BfdPacket packet, Span<byte> into)
    {
        into[0] = (byte)((Version << 5) | ((int)packet.Diagnostic & 0x1f));
        into[1] = (byte)(((int)packet.State << 6) | (int)packet.Flags);
        into[2] = packet.DetectMultiplier;
        into[3] = PacketSize;
        BinaryPrimitives.WriteUInt32BigEndian(into[4..], packet.MyDiscriminator);
        BinaryPrimitives.WriteUInt32BigEndian(into[8..], packet.YourDiscriminator);
        BinaryPrimitives.WriteUInt32BigEndian(into[12..], packet.DesiredMinTx);
        BinaryPrimitives.WriteUInt32BigEndian(into[16..], packet.RequiredMinRx);
        BinaryPrimitives.WriteUInt32BigEndian(into[20..], packet.RequiredMinEchoRx);
    }

    private static BfdError Check(in BfdPacket packet, int version, int length, int received)
    {
        if (version != Version)
        {
            return BfdError.WrongVersion;
        }

        if (length < (packet.Has(BfdFlags.Authentication) ? LeastWithAuthentication : PacketSize) || length > received)
        {
            return BfdError.WrongLength;
        }

        if (packet.DetectMultiplier == 0)
        {
            return BfdError.ZeroDetectMultiplier;
        }

        if (packet.Has(BfdFlags.Multipoint))
        {
            return BfdError.Multipoint;
        }

        if (packet.MyDiscriminator == 0)
        {
            return BfdError.ZeroMyDiscriminator;
        }

        if (packet.YourDiscriminator == 0 && packet.State is not (BfdState.Down or BfdState.AdminDown))
        {
            return BfdError.ZeroYourDiscriminator;
        }

        return packet.Has(BfdFlags.Authentication) ? BfdError.Authenticated : BfdError.None;
    }
}
