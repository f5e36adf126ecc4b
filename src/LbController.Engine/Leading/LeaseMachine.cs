using LbController.Core.Snapshot;

namespace LbController.Engine.Leading;

/// <summary>
/// Leader election on a Lease, without I/O and clock:
/// <code>
///              free, released or expired
///   waiting ---------------------------------> writing -----done----> leading --renewed every retry period--+
///      ^  ^--- held: look again after a while     |                     |  ^--------------------------------+
///      |                                          | conflict            |
///      +------------------------------------------+---------------------+ not renewed within the deadline, or somebody else holds it
/// </code>
/// Time is the caller's own and monotonic. A holder is given up when its record has not been seen to change for the lease's duration: the
/// times in it are for people only. A leader counts its deadline from the moment at which its last good write began, so it stops before any
/// other can begin, whatever the clocks say.
/// The record carries the leader's promises: as it is written only over the version that the writer has read, who takes the Lease has read the last
/// promise that was ever made under it, and no later one can be made.
/// </summary>
/// <param name="identity">Who we are; no two processes have the same.</param>
/// <param name="options">The times.</param>
/// <param name="hasEnded">Whether a holder is known to run no more, so that its lease need not be waited for.</param>
public sealed class LeaseMachine(string identity, LeaseOptions options, Func<string, bool> hasEnded)
{
    private LeaseRecord? observed;
    private TimeSpan observedAt;
    private TimeSpan? leadingUntil;
    private TimeSpan nextTry;
    private bool isRead;
    private ValueArray<AddressPromise> promises;
    private bool areOwnWritten;
    private bool isHurried;

    /// <summary>Who holds the lease, as last seen; empty: nobody.</summary>
    public string Holder => observed?.Holder ?? "";

    /// <summary>Whether we may act as the leader at this moment.</summary>
    public bool IsLeader(TimeSpan now) => now < leadingUntil;

    /// <summary>When leadership ends without another good write; null: we do not lead.</summary>
    public TimeSpan? LeadingUntil => leadingUntil;

    /// <summary>What the Lease says about address writes under way, as last seen.</summary>
    public ValueArray<AddressPromise> Promises => observed?.Promises ?? [];

    /// <summary>Hands over all that the record is to say about address writes from now on.</summary>
    /// <param name="all">The whole set, not what is new in it.</param>
    /// <param name="isUrgent">Somebody waits for it; else it goes with the next renewal.</param>
    /// <param name="now">The time.</param>
    /// <returns>False: we do not lead, and nothing will be written.</returns>
    public bool Promise(ValueArray<AddressPromise> all, bool isUrgent, TimeSpan now)
    {
        if (!IsLeader(now))
        {
            return false;
        }

        promises = all;
        isHurried |= isUrgent;
        return true;
    }

    public LeaseAction Next(TimeSpan now)
    {
        if (now < nextTry && !(isHurried && isRead && IsLeader(now)))
        {
            return new LeaseAction.Wait(nextTry);
        }

        if (!isRead)
        {
            return new LeaseAction.Read();
        }

        var isOurs = Holder == identity;
        if (!isOurs && !IsFree(now))
        {
            isRead = false;
            return Retry(now);
        }

        areOwnWritten = isOurs && IsLeader(now);
        return new LeaseAction.Write(
            new LeaseRecord(
                observed?.Version ?? "",
                identity,
                options.LeaseDuration,
                observed?.RenewTime ?? "",
                observed?.AcquireTime ?? "",
                observed is null ? 0 : observed.Transitions + (isOurs ? 0 : 1))
            {
                // Who does not lead yet keeps what those before have promised.
                Promises = areOwnWritten ? promises : Promises,
            },
            IsAcquired: !isOurs);
    }

    /// <summary>The Lease as it is; null: there is none.</summary>
    public void Read(LeaseRecord? lease, TimeSpan now)
    {
        isRead = true;
        if (lease != observed)
        {
            observed = lease;
            observedAt = now;
        }

        if (Holder != identity)
        {
            leadingUntil = null;
        }
    }

    /// <summary>Our write took effect.</summary>
    /// <param name="lease">As the server has it now.</param>
    /// <param name="startedAt">When the write began.</param>
    public void Written(LeaseRecord lease, TimeSpan startedAt)
    {
        observed = lease;
        observedAt = startedAt;
        leadingUntil = lease.Holder == identity ? startedAt + options.RenewDeadline : null;
        nextTry = startedAt + options.RetryPeriod;
        if (!areOwnWritten)
        {
            promises = lease.Promises;
        }

        isHurried &= promises != lease.Promises;
    }

    /// <summary>Somebody else has written first, or our read or write failed: it is to be read anew. Leadership goes on until its deadline.</summary>
    public void Failed(TimeSpan now)
    {
        isRead = false;
        Retry(now);
    }

    /// <summary>
    /// Leaves: no leader from now on. The record that gives the lease back, so that a successor need not wait; null: we do not hold it.
    /// </summary>
    public LeaseRecord? Release(TimeSpan now)
    {
        var wasLeader = IsLeader(now);
        leadingUntil = null;
        return wasLeader && observed is not null ? observed with { Holder = "", Duration = TimeSpan.FromSeconds(1) } : null;
    }

    private bool IsFree(TimeSpan now) =>
        Holder.Length == 0 || now >= observedAt + observed!.Duration || hasEnded(Holder);

    private LeaseAction.Wait Retry(TimeSpan now)
    {
        nextTry = now + options.RetryPeriod;
        return new LeaseAction.Wait(nextTry);
    }
}
