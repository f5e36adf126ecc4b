namespace LbController.Engine.Controller;

/// <summary>How far a status write has come.</summary>
internal enum StatusWritePhase
{
    /// <summary>Its outcome is awaited.</summary>
    Sent,

    /// <summary>It took effect; the watch has not shown it yet.</summary>
    Written,

    /// <summary>Somebody else wrote first; the watch has not shown that yet.</summary>
    Overtaken,

    /// <summary>The world failed; to be tried again.</summary>
    Failed,

    /// <summary>The way is clear for a new decision, which should keep to these addresses if it can.</summary>
    Open,
}
