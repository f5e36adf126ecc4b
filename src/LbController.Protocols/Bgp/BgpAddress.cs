using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp;

/// <summary>An address as a number, most significant octet first; IPv4 fills the low 32 bits.</summary>
public readonly record struct BgpAddress(AddressFamilyIdentifier Afi, UInt128 Value)
{
    public static BgpAddress Ipv4(uint value) => new(AddressFamilyIdentifier.Ipv4, value);

    /// <summary>Octets that an address of the family has: 4 or 16.</summary>
    public static int SizeOf(AddressFamilyIdentifier afi) => afi == AddressFamilyIdentifier.Ipv6 ? 16 : 4;

    /// <param name="source">Up to as many octets as an address has; those that are missing at the end count as zero.</param>
    public static BgpAddress Read(AddressFamilyIdentifier afi, ReadOnlySpan<byte> source)
    {
        UInt128 value = 0;
        foreach (var octet in source)
        {
            value = (value << 8) | octet;
        }

        return new(afi, value << (8 * (SizeOf(afi) - source.Length)));
    }

    /// <summary>Appends the first <paramref name="octets"/> octets.</summary>
    public void Write(WireWriter writer, int octets)
    {
        for (var i = 0; i < octets; i++)
        {
            writer.U8((byte)(Value >> (8 * (SizeOf(Afi) - 1 - i))));
        }
    }

    public override string ToString()
    {
        var writer = new WireWriter();
        Write(writer, SizeOf(Afi));
        return new System.Net.IPAddress(writer.Written).ToString();
    }
}
