namespace LbController.Engine.Speaker;

/// <summary>Why an address became this node's, or ceased to be. The names are label values.</summary>
internal enum OwnershipChange
{
    /// <summary>Taken: nobody of ours had it.</summary>
    TookNew,

    /// <summary>Taken: its owner is not heard any more, or not where the address lives.</summary>
    TookFromSilent,

    /// <summary>Taken: its owner, which should not be one any more, did not give it up in time.</summary>
    TookFromUnfit,

    /// <summary>Taken: its owner offered it.</summary>
    TookOffered,

    /// <summary>Given up: the node to which it was offered has taken it.</summary>
    HandedOver,

    /// <summary>Given up: another node claims it with a higher term or a better rank.</summary>
    Outbid,

    /// <summary>Given up: this node cannot be heard where the address lives, for its link is down or it is cut off.</summary>
    CutOff,

    /// <summary>Given up: it is no address of ours any more, or this node may not announce it and no other does.</summary>
    NotWanted,

    /// <summary>Given up: this process was paused for so long that the others have buried it.</summary>
    Paused,

    /// <summary>Given up: this process ends.</summary>
    Left,
}
