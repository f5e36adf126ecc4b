using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Messages;

/// <summary>Says why the sender ends the session (RFC 4271, section 4.5).</summary>
public sealed record NotificationMessage(byte Code, byte Subcode, ValueSequence<byte> Data) : BgpMessage
{
    /// <summary>A Cease that says why in words (RFC 9003).</summary>
    /// <param name="text">Empty: no words. What is longer than 128 octets is cut, as routers of RFC 8203 want no more.</param>
    public static NotificationMessage Cease(CeaseSubcode subcode, string text = "") => new((byte)BgpErrorCode.Cease, (byte)subcode, ShutdownText.Encode(subcode, text));

    /// <summary>
    /// What to send so that the peer drops our routes: where it keeps routes over a NOTIFICATION, the same within a hard reset (RFC 8538, section 3).
    /// </summary>
    public NotificationMessage AsHardReset() => new((byte)BgpErrorCode.Cease, (byte)CeaseSubcode.HardReset, [Code, Subcode, .. Data.AsSpan()]);

    /// <summary>What the sender says in words; empty: nothing. Control characters are left out.</summary>
    public string Words => ShutdownText.Decode(this);

    /// <summary>In words, with the numbers: <c>Cease: administrative shutdown (6/2) "maintenance until six"</c>.</summary>
    public override string ToString()
    {
        var plain = $"{NotificationText.Describe(Code, Subcode)} ({Code}/{Subcode})";
        return this is { Code: (byte)BgpErrorCode.Cease, Subcode: (byte)CeaseSubcode.HardReset, Data.Count: >= 2 }
            ? $"{plain}, {new NotificationMessage(Data[0], Data[1], [.. Data.AsSpan()[2..]])}"
            : Words.Length > 0 ? $"{plain} \"{Words}\"" : plain;
    }
}
