namespace LbController.Protocols.Liveness;

/// <summary>What a speaker says about itself; other bits are reserved and ignored.</summary>
[Flags]
public enum HeartbeatFlags
{
    None = 0,

    /// <summary>It has listened long enough to claim addresses. Without this it lives, but is no successor.</summary>
    Settled = 1,

    /// <summary>It is about to end and hands its addresses over.</summary>
    Leaving = 2,

    /// <summary>It ends now: nothing more will come, and it answers for nothing.</summary>
    Gone = 4,

    /// <summary>It hears nobody on this link any more, and so answers for nothing there.</summary>
    CutOff = 8,
}
