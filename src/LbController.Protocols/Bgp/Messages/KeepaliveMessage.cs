namespace LbController.Protocols.Bgp.Messages;

public sealed record KeepaliveMessage : BgpMessage;
