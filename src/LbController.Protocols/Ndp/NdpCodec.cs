using System.Buffers.Binary;
using LbController.Protocols.Wire;

namespace LbController.Protocols.Ndp;

/// <summary>
/// Neighbour Solicitations and Advertisements over Ethernet (RFC 4861, 4.3, 4.4, 4.6.1), frames without a VLAN tag:
/// <code>
///   0                6                12     14         18      20  21  22             38             54
///   +----------------+----------------+------+----------+-------+---+---+--------------+--------------+
///   | to (Ethernet)  | from (Ethernet)| 86dd | 6 …      | length| 58|255| source       | destination  |
///   +---+---+--------+---+------------+--+---+----------+--+---+---+---+--------------+--------------+
///   54  55  56       58  59              62                78  79  80                 86
///   |type| 0 | checksum |flags| 0        | target          | 1|2 | 1 | link address    | more options …
///   +----+---+----------+-----+----------+-----------------+----+---+-----------------+
/// </code>
/// Nothing here allocates or throws on what comes from the wire. Whatever RFC 4861, 7.1 says is to be dropped is refused.
/// </summary>
public static class NdpCodec
{
    /// <summary>A frame with one link-layer address option: the longest that is encoded.</summary>
    public const int MostBytes = BareFrameSize + OptionUnit;

    private const int Ipv6At = 14;
    private const int MessageAt = 54;
    private const int BareFrameSize = 78;
    private const int OptionUnit = 8;
    private const ushort EtherTypeIpv6 = 0x86dd;
    private const byte Icmpv6 = 58;
    private const byte HopLimit = 255;

    public static bool TryDecode(ReadOnlySpan<byte> frame, out NdpMessage message, out NdpError error)
    {
        message = default;
        error = CheckHeaders(frame);
        if (error != NdpError.None)
        {
            return false;
        }

        // What follows the IPv6 packet is padding of the frame.
        frame = frame[..(MessageAt + ReadUInt16(frame, 18))];
        var type = (NdpType)frame[MessageAt];
        error = CheckMessage(frame);
        if (error != NdpError.None || !TryReadLinkAddress(frame[BareFrameSize..], type, out var linkAddress, out error))
        {
            return false;
        }

        message = new NdpMessage(
            MacAddress.Read(frame),
            MacAddress.Read(frame[6..]),
            ReadAddress(frame, 22),
            ReadAddress(frame, 38),
            type,
            type == NdpType.NeighborAdvertisement ? (NdpFlags)(frame[58] & 0xe0) : NdpFlags.None,
            ReadAddress(frame, 62),
            linkAddress);
        error = CheckMeaning(message);
        return error == NdpError.None;
    }

    /// <param name="message">What to send.</param>
    /// <param name="frame">At least <see cref="MostBytes"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Encode(in NdpMessage message, Span<byte> frame)
    {
        var length = message.LinkAddress is null ? BareFrameSize : MostBytes;
        frame = frame[..length];
        frame.Clear();
        message.EthernetDestination.Write(frame);
        message.EthernetSource.Write(frame[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], EtherTypeIpv6);
        frame[Ipv6At] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(frame[18..], (ushort)(length - MessageAt));
        frame[20] = Icmpv6;
        frame[21] = HopLimit;
        BinaryPrimitives.WriteUInt128BigEndian(frame[22..], message.Source);
        BinaryPrimitives.WriteUInt128BigEndian(frame[38..], message.Destination);
        frame[MessageAt] = (byte)message.Type;
        frame[58] = (byte)message.Flags;
        BinaryPrimitives.WriteUInt128BigEndian(frame[62..], message.Target);
        if (message.LinkAddress is { } linkAddress)
        {
            frame[78] = OptionTypeOf(message.Type);
            frame[79] = 1;
            linkAddress.Write(frame[80..]);
        }

        BinaryPrimitives.WriteUInt16BigEndian(frame[56..], Icmpv6Checksum.Of(frame[Ipv6At..]));
        return length;
    }

    private static NdpError CheckHeaders(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < Ipv6At)
        {
            return NdpError.TooShort;
        }

        if (ReadUInt16(frame, 12) != EtherTypeIpv6)
        {
            return NdpError.NotIpv6;
        }

        if (frame.Length < BareFrameSize)
        {
            return NdpError.TooShort;
        }

        if (frame[Ipv6At] >> 4 != 6)
        {
            return NdpError.NotIpv6;
        }

        if (frame[20] != Icmpv6)
        {
            return NdpError.NotIcmpv6;
        }

        if (frame[21] != HopLimit)
        {
            return NdpError.HopLimitNot255;
        }

        int length = ReadUInt16(frame, 18);
        return length < BareFrameSize - MessageAt || length > frame.Length - MessageAt ? NdpError.TooShort : NdpError.None;
    }

    private static NdpError CheckMessage(ReadOnlySpan<byte> frame)
    {
        if (Icmpv6Checksum.Of(frame[Ipv6At..]) != 0)
        {
            return NdpError.WrongChecksum;
        }

        return (NdpType)frame[MessageAt] is NdpType.NeighborSolicitation or NdpType.NeighborAdvertisement && frame[55] == 0
            ? NdpError.None
            : NdpError.NotNdp;
    }

    /// <summary>Walks all options, since one bad option spoils the packet; the first link-layer address counts.</summary>
    private static bool TryReadLinkAddress(ReadOnlySpan<byte> options, NdpType type, out MacAddress? linkAddress, out NdpError error)
    {
        linkAddress = null;
        error = NdpError.None;
        while (!options.IsEmpty)
        {
            if (options.Length < 2)
            {
                error = NdpError.OptionTooLong;
                return false;
            }

            var length = options[1] * OptionUnit;
            error = length == 0 ? NdpError.OptionWithoutLength
                : length > options.Length ? NdpError.OptionTooLong
                : options[0] == OptionTypeOf(type) && length != OptionUnit ? NdpError.WrongLinkAddress
                : NdpError.None;
            if (error != NdpError.None)
            {
                return false;
            }

            if (options[0] == OptionTypeOf(type))
            {
                linkAddress ??= MacAddress.Read(options[2..]);
            }

            options = options[length..];
        }

        return true;
    }

    private static NdpError CheckMeaning(in NdpMessage message)
    {
        if (NdpAddress.IsMulticast(message.Source))
        {
            return NdpError.MulticastSource;
        }

        if (NdpAddress.IsMulticast(message.Target))
        {
            return NdpError.MulticastTarget;
        }

        if (message.Type == NdpType.NeighborAdvertisement)
        {
            return (message.Flags & NdpFlags.Solicited) != NdpFlags.None && NdpAddress.IsMulticast(message.Destination) ? NdpError.SolicitedToGroup : NdpError.None;
        }

        return message.Source != 0 ? NdpError.None
            : !NdpAddress.IsSolicitedNode(message.Destination) ? NdpError.ProbeToWrongGroup
            : message.LinkAddress is not null ? NdpError.ProbeWithLinkAddress
            : NdpError.None;
    }

    /// <summary>Source link-layer address (1) in a solicitation, target link-layer address (2) in an advertisement.</summary>
    private static byte OptionTypeOf(NdpType type) => type == NdpType.NeighborSolicitation ? (byte)1 : (byte)2;

    private static ushort ReadUInt16(ReadOnlySpan<byte> frame, int at) => BinaryPrimitives.ReadUInt16BigEndian(frame[at..]);

    private static UInt128 ReadAddress(ReadOnlySpan<byte> frame, int at) => BinaryPrimitives.ReadUInt128BigEndian(frame[at..]);
}
