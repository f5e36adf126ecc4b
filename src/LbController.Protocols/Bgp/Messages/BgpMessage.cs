namespace LbController.Protocols.Bgp.Messages;

/// <summary>One message of RFC 4271, section 4. Compares by content.</summary>
public abstract record BgpMessage;
