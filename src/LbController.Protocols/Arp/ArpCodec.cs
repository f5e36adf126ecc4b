using System.Buffers.Binary;
using LbController.Protocols.Wire;

namespace LbController.Protocols.Arp;

/// <summary>
/// ARP for IPv4 over Ethernet (RFC 826), frames without a VLAN tag:
/// <code>
///   0                   6                  12      14      16      18  19  20      22
///   +-------------------+-------------------+-------+-------+-------+---+---+-------+
///   |  to (Ethernet)    |  from (Ethernet)  | 0806  | hrd 1 |  0800 | 6 | 4 | oper  |
///   +-------------------+-----------+-------+-------+---+---+-------+---+---+-------+
///   22                  28          32                  38          42
///   |  sender hardware  | sender IP |  target hardware  | target IP | padding to 60 …
///   +-------------------+-----------+-------------------+-----------+
/// </code>
/// Nothing here allocates or throws on what comes from the wire.
/// </summary>
public static class ArpCodec
{
    /// <summary>Ethernet header and ARP packet, in bytes.</summary>
    public const int FrameSize = 42;

    private const ushort EtherTypeArp = 0x0806;
    private const ushort EtherTypeIpv4 = 0x0800;
    private const ushort HardwareEthernet = 1;

    public static bool TryDecode(ReadOnlySpan<byte> frame, out ArpPacket packet, out ArpError error)
    {
        packet = default;
        error = Check(frame);
        if (error != ArpError.None)
        {
            return false;
        }

        packet = new ArpPacket(
            MacAddress.Read(frame),
            MacAddress.Read(frame[6..]),
            (ArpOperation)ReadUInt16(frame, 20),
            MacAddress.Read(frame[22..]),
            BinaryPrimitives.ReadUInt32BigEndian(frame[28..]),
            MacAddress.Read(frame[32..]),
            BinaryPrimitives.ReadUInt32BigEndian(frame[38..]));
        return true;
    }

    /// <param name="packet">What to send.</param>
    /// <param name="frame">At least <see cref="FrameSize"/> bytes; the network card pads to the minimum of Ethernet.</param>
    /// <returns>How many bytes were written: <see cref="FrameSize"/>.</returns>
    public static int Encode(in ArpPacket packet, Span<byte> frame)
    {
        packet.EthernetDestination.Write(frame);
        packet.EthernetSource.Write(frame[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], EtherTypeArp);
        BinaryPrimitives.WriteUInt16BigEndian(frame[14..], HardwareEthernet);
        BinaryPrimitives.WriteUInt16BigEndian(frame[16..], EtherTypeIpv4);
        frame[18] = MacAddress.Size;
        frame[19] = sizeof(uint);
        BinaryPrimitives.WriteUInt16BigEndian(frame[20..], (ushort)packet.Operation);
        packet.SenderMac.Write(frame[22..]);
        BinaryPrimitives.WriteUInt32BigEndian(frame[28..], packet.SenderIp);
        packet.TargetMac.Write(frame[32..]);
        BinaryPrimitives.WriteUInt32BigEndian(frame[38..], packet.TargetIp);
        return FrameSize;
    }

    private static ArpError Check(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < FrameSize)
        {
            return ArpError.TooShort;
        }

        if (ReadUInt16(frame, 12) != EtherTypeArp)
        {
            return ArpError.NotArp;
        }

        if (ReadUInt16(frame, 14) != HardwareEthernet || frame[18] != MacAddress.Size)
        {
            return ArpError.WrongHardware;
        }

        if (ReadUInt16(frame, 16) != EtherTypeIpv4 || frame[19] != sizeof(uint))
        {
            return ArpError.WrongProtocol;
        }

        return (ArpOperation)ReadUInt16(frame, 20) is ArpOperation.Request or ArpOperation.Reply ? ArpError.None : ArpError.UnknownOperation;
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> frame, int at) => BinaryPrimitives.ReadUInt16BigEndian(frame[at..]);
}
