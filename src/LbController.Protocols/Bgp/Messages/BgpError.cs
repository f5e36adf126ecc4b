using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Messages;

/// <summary>A fault of the peer that ends the session: the NOTIFICATION to send, and words for the log and the status.</summary>
public sealed record BgpError(BgpErrorCode Code, byte Subcode, ValueSequence<byte> Data, string Explanation)
{
    public NotificationMessage ToNotification() => new((byte)Code, Subcode, Data);

    public static BgpError Header(byte subcode, string explanation, params ReadOnlySpan<byte> data) =>
        new(BgpErrorCode.MessageHeader, subcode, [.. data], explanation);

    public static BgpError Open(byte subcode, string explanation, params ReadOnlySpan<byte> data) =>
        new(BgpErrorCode.OpenMessage, subcode, [.. data], explanation);

    public static BgpError Update(byte subcode, string explanation, params ReadOnlySpan<byte> data) =>
        new(BgpErrorCode.UpdateMessage, subcode, [.. data], explanation);
}
