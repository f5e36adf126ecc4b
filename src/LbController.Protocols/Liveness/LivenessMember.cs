namespace LbController.Protocols.Liveness;

/// <summary>A speaker that is to be heard.</summary>
/// <param name="Node">Its node's name.</param>
/// <param name="Address">Where heartbeats for it go, as a number in network byte order.</param>
/// <param name="IsIpv6">Which family the number is of.</param>
public readonly record struct LivenessMember(string Node, UInt128 Address, bool IsIpv6);
