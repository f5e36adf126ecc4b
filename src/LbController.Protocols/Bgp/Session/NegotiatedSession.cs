using LbController.Protocols.Bgp.Messages;

namespace LbController.Protocols.Bgp.Session;

/// <summary>What both OPENs together settle.</summary>
/// <param name="HoldTime">The smaller of both; zero: no timers.</param>
/// <param name="KeepaliveTime">How often we send; zero: never.</param>
/// <param name="Families">Those that both sides named, at least one.</param>
public sealed record NegotiatedSession(
    uint PeerAs, uint PeerRouterId, TimeSpan HoldTime, TimeSpan KeepaliveTime, IReadOnlyList<BgpFamily> Families, UpdateWire Wire)
{
    /// <summary>Both sides do graceful restart: the peer keeps our routes when the connection just ends.</summary>
    public bool IsGraceful { get; init; }

    /// <summary>Both sides keep routes also over a NOTIFICATION that is not a hard reset (RFC 8538).</summary>
    public bool KeepsOnNotification { get; init; }

    /// <summary>Both sides mark the beginning and the end of a refresh (RFC 7313).</summary>
    public bool HasEnhancedRefresh { get; init; }
}
