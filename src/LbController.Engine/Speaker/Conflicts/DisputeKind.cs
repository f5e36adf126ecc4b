namespace LbController.Engine.Speaker.Conflicts;

/// <summary>What the wire says against our owning of an address.</summary>
internal enum DisputeKind
{
    /// <summary>A stranger had it before we answered for it: we do not.</summary>
    InUse,

    /// <summary>A stranger claims it while we answer for it: we go on, and defend it.</summary>
    Contested,

    /// <summary>Another node of ours answers for it too, though it does not own it.</summary>
    AnsweredTwice,

    /// <summary>Another speaker asked and nobody answered.</summary>
    NotAnswered,
}
