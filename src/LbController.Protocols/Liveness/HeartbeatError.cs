namespace LbController.Protocols.Liveness;

/// <summary>Why a datagram is no heartbeat of ours.</summary>
public enum HeartbeatError
{
    None,

    /// <summary>Shorter or longer than it says, or than any heartbeat is.</summary>
    WrongLength,

    /// <summary>Does not begin as a heartbeat does.</summary>
    NotAHeartbeat,

    /// <summary>A version that this program does not speak.</summary>
    UnknownVersion,

    /// <summary>The node's or the interface's name is empty, too long, or not UTF-8.</summary>
    BadName,

    /// <summary>A page that is not among the pages, or a claim with flags that do not exist.</summary>
    BadClaims,

    /// <summary>A doubt of a kind that does not exist.</summary>
    BadDoubts,

    /// <summary>Sealed with a key that is not accepted, or changed on its way.</summary>
    WrongSeal,
}
