using System.Buffers.Binary;
using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Messages;

/// <summary>
/// The 19 octets before each message (RFC 4271, section 4.1).
/// <code>
/// 0                16        18      19
/// | marker, all ones | length | type | ...
/// </code>
/// </summary>
/// <param name="Length">Of the whole message, the header included: 19 to 4096, or 65535 if agreed on.</param>
public readonly record struct BgpHeader(ushort Length, BgpMessageType Type)
{
    public const int Size = 19;
    public const int MaximumLength = 4096;

    /// <summary>RFC 8654; not for OPEN and KEEPALIVE.</summary>
    public const int ExtendedMaximumLength = 65535;

    private const int MarkerSize = 16;

    /// <summary>Reads and checks a header; <paramref name="error"/> carries the NOTIFICATION of RFC 4271, section 6.1.</summary>
    /// <param name="source">At least 19 octets.</param>
    /// <param name="extended">RFC 8654 is agreed on.</param>
    public static bool TryRead(ReadOnlySpan<byte> source, bool extended, out BgpHeader header, out BgpError? error)
    {
        var length = BinaryPrimitives.ReadUInt16BigEndian(source[MarkerSize..]);
        header = new(length, (BgpMessageType)source[Size - 1]);
        error = source[..MarkerSize].ContainsAnyExcept((byte)0xff) ? BgpError.Header(1, "the marker is not all ones: the stream is out of step")
            : MinimumLength(header.Type) is not { } minimum ? BgpError.Header(3, $"message type {(byte)header.Type} is unknown", (byte)header.Type)
            : IsLengthAllowed(header, minimum, extended) ? null
            : BgpError.Header(2, $"a message of type {header.Type} cannot be {length} octets long", source.Slice(MarkerSize, 2));
        return error is null;
    }

    public static void Write(WireWriter writer, BgpMessageType type, int length)
    {
        for (var i = 0; i < MarkerSize; i++)
        {
            writer.U8(0xff);
        }

        writer.U16((ushort)length).U8((byte)type);
    }

    private static bool IsLengthAllowed(BgpHeader header, int minimum, bool extended) =>
        header.Type is BgpMessageType.Keepalive or BgpMessageType.RouteRefresh
            ? header.Length == minimum
            : header.Length >= minimum && (header.Length <= MaximumLength || (extended && header.Type != BgpMessageType.Open));

    private static int? MinimumLength(BgpMessageType type) => type switch
    {
        BgpMessageType.Open => 29,
        BgpMessageType.Update => 23,
        BgpMessageType.Notification => 21,
        BgpMessageType.Keepalive => Size,
        BgpMessageType.RouteRefresh => 23,
        _ => null,
    };
}
