using System.Buffers.Binary;
using LbController.Core.Addresses;

namespace LbController.Simulation.Network;

/// <summary>The prefixes of an UPDATE, and the two attributes that carry those of IPv6 (RFC 4760, sections 3 and 4; RFC 2545, section 3).</summary>
internal sealed class StrictRoutes
{
    private const byte Reach = 14;

    public List<(Address Network, int Length)> Withdrawn { get; } = [];

    public List<(Address Network, int Length, Address NextHop)> Announced { get; } = [];

    /// <summary>MP_UNREACH_NLRI for IPv6 that withdraws nothing.</summary>
    public bool IsEndOfIpv6 { get; private set; }

    public void Read(byte code, ReadOnlySpan<byte> value)
    {
        StrictBgp.Require(value.Length >= 3 && value[0] == 0 && value[1] == 2 && value[2] == 1, "a family that nobody has agreed to");
        if (code != Reach)
        {
            IsEndOfIpv6 = value.Length == 3;
            Withdrawn.AddRange(ReadPrefixes(value[3..], IpFamily.V6));
            return;
        }

        StrictBgp.Require(value.Length >= 5 && value[3] is 16 or 32 && value.Length > 5 + value[3], "MP_REACH_NLRI: its next hop, or no routes");
        int end = 4 + value[3];
        var nextHop = new Address(IpFamily.V6, BinaryPrimitives.ReadUInt128BigEndian(value[4..]));
        StrictBgp.Require(value[4] != 0xff && nextHop.Value > 1 && (value[4] != 0xfe || value[3] == 16), $"next hop {nextHop}");
        StrictBgp.Require(value[3] == 16 || (value[20] == 0xfe && (value[21] & 0xc0) == 0x80), "a second next hop that is not link-local");
        StrictBgp.Require(value[end] == 0, "the reserved octet of MP_REACH_NLRI");
        Announced.AddRange(ReadPrefixes(value[(end + 1)..], IpFamily.V6).Select(prefix => (prefix.Network, prefix.Length, nextHop)));
    }

    public static List<(Address Network, int Length)> ReadPrefixes(ReadOnlySpan<byte> bytes, IpFamily family)
    {
        var bits = Address.BitsOf(family);
        var prefixes = new List<(Address, int)>();
        while (!bytes.IsEmpty)
        {
            int length = bytes[0];
            var size = (length + 7) / 8;
            StrictBgp.Require(length <= bits && bytes.Length > size, $"a prefix of length {length}");
            var network = UInt128.Zero;
            for (var i = 0; i < size; i++)
            {
                network |= (UInt128)bytes[1 + i] << (bits - 8 - (8 * i));
            }

            StrictBgp.Require(length == bits || (network & ((UInt128.One << (bits - length)) - 1)) == 0, "bits behind the prefix");
            prefixes.Add((new Address(family, network), length));
            bytes = bytes[(1 + size)..];
        }

        return prefixes;
    }
}
