namespace LbController.Protocols.Liveness;

/// <summary>What the machine made of a heartbeat.</summary>
public enum HeardVerdict
{
    /// <summary>Newer than all before from this node on this link.</summary>
    Fresh,

    /// <summary>Not newer than one heard before: a repeat, or somebody plays an old one again.</summary>
    Stale,

    /// <summary>Our own, or one speaker more than the machine can hold.</summary>
    Stranger,
}
