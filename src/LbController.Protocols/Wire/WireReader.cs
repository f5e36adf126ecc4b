using System.Buffers.Binary;

namespace LbController.Protocols.Wire;

/// <summary>Reads big-endian fields from a span. A read past the end gives zero, or nothing, and makes <see cref="Overrun"/> true for good.</summary>
public ref struct WireReader(ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> rest = source;

    /// <summary>A field reached past the end: everything read since then is void.</summary>
    public bool Overrun { get; private set; }

    public readonly int Remaining => rest.Length;

    public byte U8() => Take(1) is [var octet] ? octet : (byte)0;

    public ushort U16() => Take(2) is { Length: 2 } field ? BinaryPrimitives.ReadUInt16BigEndian(field) : (ushort)0;

    public uint U32() => Take(4) is { Length: 4 } field ? BinaryPrimitives.ReadUInt32BigEndian(field) : 0;

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > rest.Length)
        {
            Overrun = true;
            rest = [];
            return [];
        }

        var field = rest[..count];
        rest = rest[count..];
        return field;
    }
}
