using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Messages;

/// <summary>Says why the sender ends the session (RFC 4271, section 4.5).</summary>
public sealed record NotificationMessage(byte Code, byte Subcode, ValueSequence<byte> Data) : BgpMessage
{
    /// <summary>In words, with the numbers: <c>Cease: administrative shutdown (6/2)</c>.</summary>
    public override string ToString() => $"{NotificationText.Describe(Code, Subcode)} ({Code}/{Subcode})";
}
