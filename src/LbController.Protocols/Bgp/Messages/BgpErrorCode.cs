namespace LbController.Protocols.Bgp.Messages;

/// <summary>Error codes of NOTIFICATION (IANA registry).</summary>
public enum BgpErrorCode : byte
{
    None = 0,
    MessageHeader = 1,
    OpenMessage = 2,
    UpdateMessage = 3,
    HoldTimerExpired = 4,
    FiniteStateMachine = 5,
    Cease = 6,

    /// <summary>RFC 7313.</summary>
    RouteRefresh = 7,

    /// <summary>RFC 9687: the peer took nothing for too long.</summary>
    SendHoldTimerExpired = 8,
}
