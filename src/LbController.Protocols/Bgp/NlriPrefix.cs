using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp;

/// <summary>A destination as UPDATE messages name it (RFC 4271, section 4.3). Ordered by family, then bits, then length.</summary>
/// <param name="Bits">The address as a number; IPv4 fills the low 32 bits. Bits after <paramref name="Length"/> are zero.</param>
/// <param name="Length">0 to 32 or 0 to 128.</param>
public readonly record struct NlriPrefix(AddressFamilyIdentifier Afi, UInt128 Bits, byte Length) : IComparable<NlriPrefix>
{
    public BgpFamily Family => new(Afi, BgpFamily.Unicast);

    /// <summary>Octets on the wire, the length octet included: 1 to 17.</summary>
    public int WireSize => 1 + ((Length + 7) / 8);

    public void Write(WireWriter writer)
    {
        writer.U8(Length);
        new BgpAddress(Afi, Bits).Write(writer, WireSize - 1);
    }

    /// <summary>Reads one prefix; false if it is too long for its family or reaches past the end. Bits past the length are dropped.</summary>
    public static bool TryRead(ref WireReader reader, AddressFamilyIdentifier afi, out NlriPrefix prefix)
    {
        var length = reader.U8();
        var width = 8 * BgpAddress.SizeOf(afi);
        prefix = default;
        if (length > width)
        {
            return false;
        }

        var octets = reader.Take((length + 7) / 8);
        if (reader.Overrun)
        {
            return false;
        }

        var host = width - length;
        // A shift by the full width would be taken modulo 128 and shift by nothing.
        var bits = host >= 128 ? 0 : BgpAddress.Read(afi, octets).Value >> host << host;
        prefix = new(afi, bits, length);
        return true;
    }

    public int CompareTo(NlriPrefix other)
    {
        var byFamily = Afi.CompareTo(other.Afi);
        if (byFamily != 0)
        {
            return byFamily;
        }

        var byBits = Bits.CompareTo(other.Bits);
        return byBits != 0 ? byBits : Length.CompareTo(other.Length);
    }

    public override string ToString() => $"{new BgpAddress(Afi, Bits)}/{Length}";

    public static bool operator <(NlriPrefix left, NlriPrefix right) => left.CompareTo(right) < 0;

    public static bool operator >(NlriPrefix left, NlriPrefix right) => left.CompareTo(right) > 0;

    public static bool operator <=(NlriPrefix left, NlriPrefix right) => left.CompareTo(right) <= 0;

    public static bool operator >=(NlriPrefix left, NlriPrefix right) => left.CompareTo(right) >= 0;
}
