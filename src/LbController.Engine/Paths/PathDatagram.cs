using LbController.Core.Addresses;

namespace LbController.Engine.Paths;

/// <summary>What came in on a BFD port.</summary>
/// <param name="From">The sender's address.</param>
/// <param name="Vrf">The VRF device that it came by; empty: the main table.</param>
/// <param name="LinkIndex">For link-local senders, the link.</param>
/// <param name="IsMultihop">It came to port 4784.</param>
/// <param name="TimeToLive">TTL or hop limit that it arrived with.</param>
/// <param name="Bytes">The payload.</param>
public readonly record struct PathDatagram(Address From, string Vrf, int LinkIndex, bool IsMultihop, int TimeToLive, ReadOnlyMemory<byte> Bytes);
