namespace LbController.Engine.Speaker;

/// <summary>
/// The drain of this node as BGP sees it: routes fade at once, and after the time that routers need to move, what other nodes can
/// announce is withdrawn. What no other node can announce stays, fading.
/// </summary>
internal sealed class BgpDrain
{
    private TimeSpan? begunAt;
    private bool hasPlanned;

    public bool IsAsked => begunAt is not null;

    public void Follow(bool isAsked, TimeSpan now)
    {
        begunAt = isAsked ? begunAt ?? now : null;
        hasPlanned = HasMoved(now);
    }

    /// <summary>When routers will have had their time, or have had it; null: no drain is asked for.</summary>
    public TimeSpan? MovedAt => begunAt + BgpAnnouncer.TimeToMove;

    public bool HasMoved(TimeSpan now) => now >= MovedAt;

    /// <summary>The time is over and no plan has been made since.</summary>
    public bool IsDue(TimeSpan now) => HasMoved(now) && !hasPlanned;

    public TimeSpan? NextDeadline(TimeSpan now) => hasPlanned || HasMoved(now) ? null : MovedAt;
}
