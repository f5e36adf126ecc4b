namespace LbController.Protocols.Bgp.Messages;

/// <summary>One family of a graceful restart capability.</summary>
/// <param name="IsForwarding">The F bit: the sender's forwarding of this family went on while it restarted.</param>
/// <param name="StaleSeconds">RFC 9494 only: how long its routes are kept as stale ones, up to 2^24 - 1; otherwise zero.</param>
public readonly record struct RestartFamily(BgpFamily Family, bool IsForwarding, uint StaleSeconds = 0);
