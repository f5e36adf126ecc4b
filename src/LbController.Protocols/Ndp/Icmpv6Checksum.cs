using System.Buffers.Binary;

namespace LbController.Protocols.Ndp;

/// <summary>The checksum of ICMPv6 (RFC 4443, 2.3) over an IPv6 packet without extension headers.</summary>
internal static class Icmpv6Checksum
{
    private const int AddressesAt = 8;
    private const int MessageAt = 40;
    private const uint NextHeader = 58;

    /// <param name="packet">From the IPv6 header to the end of the message.</param>
    /// <returns>0 when the packet carries its right checksum; else, with that field zero, what belongs there.</returns>
    public static ushort Of(ReadOnlySpan<byte> packet)
    {
        var sum = NextHeader + (uint)(packet.Length - MessageAt);
        sum = Add(sum, packet[AddressesAt..]);
        while (sum > ushort.MaxValue)
        {
            sum = (sum & 0xffff) + (sum >> 16);
        }

        return (ushort)~sum;
    }

    private static uint Add(uint sum, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length > 1; bytes = bytes[2..])
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
        }

        return bytes.IsEmpty ? sum : sum + ((uint)bytes[0] << 8);
    }
}
