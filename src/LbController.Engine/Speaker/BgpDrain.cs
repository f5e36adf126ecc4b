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

    /// <summary>Routers have had their time.</summary>
    public bool HasMoved(TimeSpan now) => now >= begunAt + BgpAnnouncer.TimeToMove;

    /// <summary>The time is over and no plan has been made since.</summary>
    public bool IsDue(TimeSpan now) => HasMoved(now) && !hasPlanned;

    public TimeSpan? NextDeadline(TimeSpan now) => hasPlanned || HasMoved(now) ? null : begunAt + BgpAnnouncer.TimeToMove;
}
