using LbController.Protocols.Wire;

namespace LbController.Protocols.Liveness;

/// <summary>An address of another speaker for which not the right one answered.</summary>
/// <param name="Address">As a number in network byte order.</param>
/// <param name="IsIpv6">Which family the number is of.</param>
/// <param name="Answerer">Who answered besides its owner, or in its place; zero: nobody did.</param>
public readonly record struct HeartbeatDoubt(UInt128 Address, bool IsIpv6, MacAddress Answerer);
