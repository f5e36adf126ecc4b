using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Messages;

/// <summary>Messages to bytes and back. Decoding never throws: what is wrong comes out as the NOTIFICATION to send.</summary>
public static class BgpMessageCodec
{
    /// <summary>Decodes one whole message as the framer cuts it.</summary>
    /// <param name="wire">What the two sides agreed on in their OPENs.</param>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, UpdateWire wire, out BgpMessage? message, out BgpError? error)
    {
        message = null;
        if (bytes.Length < BgpHeader.Size)
        {
            error = BgpError.Header(2, $"{bytes.Length} octets are no message", (byte)(bytes.Length >> 8), (byte)bytes.Length);
            return false;
        }

        if (!BgpHeader.TryRead(bytes, wire.ExtendedMessages, out var header, out error))
        {
            return false;
        }

        if (header.Length != bytes.Length)
        {
            error = BgpError.Header(2, $"the header says {header.Length} octets, there are {bytes.Length}", bytes.Slice(16, 2));
            return false;
        }

        return TryDecodeBody(header.Type, bytes[BgpHeader.Size..], wire, out message, out error);
    }

    /// <exception cref="InvalidOperationException">The message is longer than agreed on: a fault of the caller.</exception>
    public static byte[] Encode(BgpMessage message, UpdateWire wire)
    {
        var body = new WireWriter();
        var type = WriteBody(body, message, wire);
        var length = BgpHeader.Size + body.Length;
        if (length > wire.MaximumLength)
        {
            throw new InvalidOperationException($"A message of type {type} would be {length} octets long; {wire.MaximumLength} is the limit.");
        }

        var whole = new WireWriter();
        BgpHeader.Write(whole, type, length);
        return whole.Bytes(body.Written).ToArray();
    }

    private static bool TryDecodeBody(BgpMessageType type, ReadOnlySpan<byte> body, UpdateWire wire, out BgpMessage? message, out BgpError? error)
    {
        error = null;
        switch (type)
        {
            case BgpMessageType.Open:
                var isOpen = OpenCodec.TryDecode(body, out var open, out error);
                message = open;
                return isOpen;
            case BgpMessageType.Update:
                var isUpdate = UpdateDecoder.TryDecode(body, wire, out var update, out error);
                message = update;
                return isUpdate;
            case BgpMessageType.Notification:
                message = new NotificationMessage(body[0], body[1], [.. body[2..]]);
                return true;
            case BgpMessageType.RouteRefresh:
                message = new RouteRefreshMessage(new((AddressFamilyIdentifier)((body[0] << 8) | body[1]), body[3]), body[2]);
                return true;
            default:
                message = new KeepaliveMessage();
                return true;
        }
    }

    private static BgpMessageType WriteBody(WireWriter body, BgpMessage message, UpdateWire wire)
    {
        switch (message)
        {
            case OpenMessage open:
                OpenCodec.Encode(body, open);
                return BgpMessageType.Open;
            case UpdateMessage update:
                UpdateEncoder.Encode(body, update, wire);
                return BgpMessageType.Update;
            case NotificationMessage notification:
                body.U8(notification.Code).U8(notification.Subcode).Bytes(notification.Data.AsSpan());
                return BgpMessageType.Notification;
            case RouteRefreshMessage refresh:
                body.U16((ushort)refresh.Family.Afi).U8(refresh.Demarcation).U8(refresh.Family.Safi);
                return BgpMessageType.RouteRefresh;
            default:
                return BgpMessageType.Keepalive;
        }
    }
}
