namespace LbController.Protocols.Bfd;

/// <summary>The echo function of one session (RFC 5880, section 6.8.8 and 6.8.9): when to send, and when to give up waiting.</summary>
internal sealed class BfdEcho
{
    private TimeSpan? interval;
    private TimeSpan? sendAt;
    private TimeSpan? lostAt;

    public bool IsActive => interval is not null;

    public TimeSpan? NextDeadline => lostAt < sendAt ? lostAt : sendAt;

    /// <param name="wanted">How often to send; null: not at all.</param>
    public void Follow(TimeSpan? wanted, TimeSpan now)
    {
        if (wanted is null)
        {
            (sendAt, lostAt) = (null, null);
        }
        else if (interval is null)
        {
            sendAt = now;
        }

        interval = wanted;
    }

    public bool IsDue(TimeSpan now) => sendAt <= now;

    public bool IsLost(TimeSpan now) => lostAt <= now;

    public void Sent(int multiplier, BfdJitter jitter, TimeSpan now)
    {
        sendAt = now + jitter.Apply(interval!.Value, multiplier);
        lostAt ??= now + (multiplier * interval.Value);
    }

    public void Returned(int multiplier, TimeSpan now)
    {
        if (interval is { } every)
        {
            lostAt = now + (multiplier * every);
        }
    }
}
