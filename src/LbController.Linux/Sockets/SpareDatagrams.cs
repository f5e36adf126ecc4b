using LbController.Engine.Commands;

namespace LbController.Linux.Sockets;

/// <summary>Datagrams that are sent only if nothing else was sent before they are due. Safe to use from many threads.</summary>
internal sealed class SpareDatagrams
{
    /// <summary>Of the time for which a datagram speaks, so much may have passed since the last one: then others have not buried this node yet.</summary>
    private const double Fresh = 0.75;

    private readonly Lock gate = new();
    private readonly List<NetworkCommand.SendSpare> kept = [];
    private TimeSpan lastSent;

    /// <summary>When the next one is due; null: there is none.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            lock (gate)
            {
                return kept.Count == 0 ? null : kept[0].Due;
            }
        }
    }

    /// <summary>Something was sent: the spares are not needed.</summary>
    public void Sent(TimeSpan now)
    {
        lock (gate)
        {
            kept.Clear();
            lastSent = now;
        }
    }

    /// <summary>To be called in the order in which they are due.</summary>
    /// <returns>True: it is the first one.</returns>
    public bool Keep(NetworkCommand.SendSpare spare)
    {
        lock (gate)
        {
            kept.Add(spare);
            return kept.Count == 1;
        }
    }

    /// <summary>Those that are due, which are to be sent at once. None when too long ago something was sent: this process was paused.</summary>
    public IReadOnlyList<NetworkCommand.SendSpare> TakeDue(TimeSpan now)
    {
        lock (gate)
        {
            if (kept.Count == 0 || kept[0].Due > now)
            {
                return [];
            }

            if (now > lastSent + (kept[0].AnswerFor * Fresh))
            {
                kept.Clear();
                return [];
            }

            var due = kept[0].Due;
            var taken = kept.FindAll(spare => spare.Due == due);
            kept.RemoveAll(spare => spare.Due <= now);
            lastSent = now;
            return taken;
        }
    }
}
