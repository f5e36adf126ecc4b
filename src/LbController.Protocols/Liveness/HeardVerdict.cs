namespace LbController.Protocols.Liveness;

/// <summary>What the machine made of a heartbeat.</summary>
public enum HeardVerdict
{
    /// <summary>From a member, newer than all before.</summary>
    Fresh,

    /// <summary>Not newer than one heard before: a repeat, or somebody plays an old one again.</summary>
    Stale,

    /// <summary>From nobody that is to be heard; our own name counts as such.</summary>
    Stranger,
}
