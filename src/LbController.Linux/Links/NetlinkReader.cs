using System.Buffers.Binary;

namespace LbController.Linux.Links;

/// <summary>
/// Walks netlink messages and attributes (netlink(7), rtnetlink(7)) in host byte order, little endian. Lengths from
/// outside are checked against what is there; a message that does not fit ends the walk.
/// </summary>
internal static class NetlinkReader
{
    public const int MessageHeader = 16;
    private const int AttributeHeader = 4;

    /// <summary>Takes the next message off the front of <paramref name="rest"/>.</summary>
    public static bool TryNextMessage(ref ReadOnlySpan<byte> rest, out ushort type, out ReadOnlySpan<byte> body)
    {
        type = 0;
        body = default;
        if (rest.Length < MessageHeader)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        if (length < MessageHeader || length > (uint)rest.Length)
        {
            return false;
        }

        type = BinaryPrimitives.ReadUInt16LittleEndian(rest[4..]);
        body = rest[MessageHeader..(int)length];
        rest = rest[Math.Min(Align((int)length), rest.Length)..];
        return true;
    }

    /// <summary>Takes the next attribute off the front of <paramref name="rest"/>.</summary>
    public static bool TryNextAttribute(ref ReadOnlySpan<byte> rest, out int type, out ReadOnlySpan<byte> value)
    {
        type = 0;
        value = default;
        if (rest.Length < AttributeHeader)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16LittleEndian(rest);
        if (length < AttributeHeader || length > rest.Length)
        {
            return false;
        }

        type = BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]) & 0x3fff;
        value = rest[AttributeHeader..length];
        rest = rest[Math.Min(Align(length), rest.Length)..];
        return true;
    }

    private static int Align(int length) => (length + 3) & ~3;
}
