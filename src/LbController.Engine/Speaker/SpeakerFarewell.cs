using LbController.Engine.Commands;
using LbController.Protocols.Liveness;

namespace LbController.Engine.Speaker;

/// <summary>
/// How a speaker leaves: what it owns is offered to the successors; it goes on answering until they do, then stays for a moment in which
/// neighbours hear of them, and says at last that it is gone. Bounded: without successors it goes all the same.
/// </summary>
internal sealed class SpeakerFarewell
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(250);

    private TimeSpan end;
    private bool owned;
    private bool isEmpty;
    private bool hasLeftRouters;

    public bool HasBegun { get; private set; }

    public bool HasEnded { get; private set; }

    public TimeSpan? NextDeadline => HasBegun && !HasEnded ? end : null;

    public HeartbeatFlags Flags => (HasBegun, HasEnded) switch
    {
        (_, true) => HeartbeatFlags.Leaving | HeartbeatFlags.Gone,
        (true, _) => HeartbeatFlags.Leaving,
        _ => HeartbeatFlags.None,
    };

    public void Begin(TimeSpan now)
    {
        if (!HasBegun)
        {
            HasBegun = true;
            end = now + Longest;
        }
    }

    /// <summary>The routers are told once.</summary>
    public IEnumerable<Command> LeaveRouters(BgpAnnouncer bgp, TimeSpan? drainedAt, TimeSpan now)
    {
        if (hasLeftRouters)
        {
            return [];
        }

        hasLeftRouters = true;
        return bgp.Leave(drainedAt, now);
    }

    /// <summary>Whether it is time to go.</summary>
    /// <param name="holdings">How many addresses are still ours.</param>
    /// <param name="now">The reactor's time.</param>
    public bool IsTimeUp(int holdings, TimeSpan now)
    {
        owned |= holdings > 0;
        if (holdings == 0 && !isEmpty)
        {
            isEmpty = true;
            end = owned ? Earlier(end, now + Linger) : now;
        }

        HasEnded |= now >= end;
        return HasEnded;
    }

    private static TimeSpan Earlier(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
