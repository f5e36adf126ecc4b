using System.Globalization;

namespace LbController.Protocols.Wire;

/// <summary>A 48-bit Ethernet address, as a number in network byte order.</summary>
public readonly record struct MacAddress(ulong Value)
{
    public const int Size = 6;

    public static readonly MacAddress Broadcast = new(0xffff_ffff_ffff);

    /// <summary>A multicast or broadcast address (the I/G bit of IEEE 802).</summary>
    public bool IsGroup => (Value >> 40 & 1) != 0;

    /// <param name="source">At least six bytes.</param>
    public static MacAddress Read(ReadOnlySpan<byte> source)
    {
        ulong value = 0;
        foreach (var octet in source[..Size])
        {
            value = (value << 8) | octet;
        }

        return new(value);
    }

    /// <param name="destination">At least six bytes.</param>
    public void Write(Span<byte> destination)
    {
        for (var i = 0; i < Size; i++)
        {
            destination[i] = (byte)(Value >> (8 * (Size - 1 - i)));
        }
    }

    /// <summary>Six hexadecimal pairs in lower case with colons between them.</summary>
    public override string ToString()
    {
        var hex = Value.ToString("x12", CultureInfo.InvariantCulture);
        return string.Join(':', Enumerable.Range(0, Size).Select(i => hex.Substring(2 * i, 2)));
    }
}
