using System.Buffers.Binary;
using System.Net;

namespace LbController.Lab.Bench.Bgp;

/// <summary>Host routes as a TABLE_DUMP_V2 file (RFC 6396), in which GoBGP takes many at once.</summary>
internal static class MrtTable
{
    private const ushort TableDumpV2 = 13;
    private const ushort PeerIndexTable = 1;
    private const ushort RibIpv4Unicast = 2;

    public static byte[] Of(IEnumerable<string> addresses, string nextHop)
    {
        var hop = IPAddress.Parse(nextHop).GetAddressBytes();
        var file = new List<byte>();
        // One peer with an AS of four octets and an IPv4 address; no view name.
        Add(file, PeerIndexTable, [.. hop, 0, 0, 0, 1, 2, .. hop, .. hop, 0, 0, 0xfc, 1]);
        // ORIGIN IGP, an empty AS_PATH, NEXT_HOP.
        byte[] attributes = [0x40, 1, 1, 0, 0x40, 2, 0, 0x40, 3, 4, .. hop];
        foreach (var (number, address) in addresses.Index())
        {
            var sequence = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(sequence, number);
            Add(file, RibIpv4Unicast, [.. sequence, 32, .. IPAddress.Parse(address).GetAddressBytes(), 0, 1, 0, 0, 0, 0, 0, 0, 0, (byte)attributes.Length, .. attributes]);
        }

        return [.. file];
    }

    private static void Add(List<byte> file, ushort subtype, byte[] body)
    {
        var header = new byte[12];
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), TableDumpV2);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(6), subtype);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(8), body.Length);
        file.AddRange(header);
        file.AddRange(body);
    }
}
