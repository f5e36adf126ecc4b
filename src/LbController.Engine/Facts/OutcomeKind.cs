namespace LbController.Engine.Facts;

/// <summary>The ends that a command can come to.</summary>
public enum OutcomeKind
{
    /// <summary>It took effect.</summary>
    Done,

    /// <summary>Somebody else wrote first (409): read again, decide again.</summary>
    Conflict,

    /// <summary>The object is gone (404).</summary>
    NotFound,

    /// <summary>It was refused for good (403, 422): trying again without a change is useless.</summary>
    Refused,

    /// <summary>The world failed (timeout, 5xx, no route): worth another try after a while.</summary>
    Failed,
}
