using System.Buffers;
using System.Buffers.Binary;

namespace LbController.Protocols.Wire;

/// <summary>Appends big-endian fields to a growing buffer.</summary>
public sealed class WireWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new();

    public int Length => buffer.WrittenCount;

    public ReadOnlySpan<byte> Written => buffer.WrittenSpan;

    public WireWriter U8(byte value) => Bytes([value]);

    public WireWriter U16(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(buffer.GetSpan(2), value);
        buffer.Advance(2);
        return this;
    }

    public WireWriter U32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(buffer.GetSpan(4), value);
        buffer.Advance(4);
        return this;
    }

    public WireWriter Bytes(ReadOnlySpan<byte> value)
    {
        buffer.Write(value);
        return this;
    }

    public byte[] ToArray() => buffer.WrittenSpan.ToArray();
}
