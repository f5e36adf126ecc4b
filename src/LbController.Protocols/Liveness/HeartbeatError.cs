namespace LbController.Protocols.Liveness;

/// <summary>Why a datagram is no heartbeat of ours.</summary>
public enum HeartbeatError
{
    None,

    /// <summary>Shorter or longer than it says.</summary>
    WrongLength,

    /// <summary>Does not begin as a heartbeat does.</summary>
    NotAHeartbeat,

    /// <summary>A version that this program does not speak.</summary>
    UnknownVersion,

    /// <summary>The node name is empty or not UTF-8.</summary>
    BadName,

    /// <summary>Sealed with another key, or changed on its way.</summary>
    WrongSeal,
}
