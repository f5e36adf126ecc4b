using LbController.Protocols.Bgp.Messages;

namespace LbController.Protocols.Bgp.Session;

/// <summary>What both OPENs together settle.</summary>
/// <param name="HoldTime">The smaller of both; zero: no timers.</param>
/// <param name="KeepaliveTime">How often we send; zero: never.</param>
/// <param name="Families">Those that both sides named; may be empty.</param>
public sealed record NegotiatedSession(
    uint PeerAs, uint PeerRouterId, TimeSpan HoldTime, TimeSpan KeepaliveTime, IReadOnlyList<BgpFamily> Families, UpdateWire Wire);
