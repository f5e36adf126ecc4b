namespace LbController.Protocols.Liveness;

/// <summary>
/// Which speakers live, on which of our links, from who was heard when. Without I/O and clock.
/// <code>
///   unknown --(heard)--> alive --(silent for one timeout, or said that it ends)--> dead --(heard)--> alive …
/// </code>
/// A speaker is heard on each link apart, so that a broken interface shows although the node lives. Owners that miss a heartbeat are
/// asked (<see cref="Suspects"/>), and answer at once: random loss is told from death without a longer timeout.
/// </summary>
/// <param name="ownNode">This node; it is never heard.</param>
/// <param name="options">The timing.</param>
public sealed class LivenessMachine(string ownNode, LivenessOptions options)
{
    /// <summary>More pairs of node and link than this are not watched.</summary>
    public const int MostEntries = 8192;

    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(10);

    private readonly SortedDictionary<(string Node, int Link), Entry> entries = new(Comparer<(string Node, int Link)>.Create(
        (left, right) => string.CompareOrdinal(left.Node, right.Node) is not 0 and var byNode ? byNode : left.Link.CompareTo(right.Link)));

    /// <summary>Grows with every change of who lives.</summary>
    public long Changes { get; private set; }

    /// <summary>The living pairs of node and own link, with the name of the interface that is heard there; sorted.</summary>
    public IEnumerable<(string Node, int Link, string RemoteLink)> Alive =>
        entries.Where(pair => pair.Value.IsAlive).Select(pair => (pair.Key.Node, pair.Key.Link, pair.Value.Last.Link));

    /// <summary>When the next living one dies if it stays silent; null: nobody lives.</summary>
    public TimeSpan? NextDeath
    {
        get
        {
            TimeSpan? next = null;
            foreach (var entry in entries.Values)
            {
                if (entry.IsAlive && !(next <= entry.LastSign))
                {
                    next = entry.LastSign;
                }
            }

            return next + options.Timeout;
        }
    }

    /// <summary>The last heartbeat of a node that lives on this link; null: it does not live there.</summary>
    public Heartbeat? LastOf(string node, int link) => entries.TryGetValue((node, link), out var entry) && entry.IsAlive ? entry.Last : null;

    /// <summary>Takes a heartbeat in whose seal was right.</summary>
    public HeardVerdict Heard(Heartbeat heartbeat, int link, TimeSpan now)
    {
        var key = (heartbeat.Node, link);
        if (heartbeat.Node == ownNode)
        {
            return HeardVerdict.Stranger;
        }

        if (!entries.TryGetValue(key, out var entry))
        {
            if (entries.Count >= MostEntries)
            {
                return HeardVerdict.Stranger;
            }

            entries[key] = entry = new Entry(heartbeat);
        }
        else if (!IsAfter(heartbeat, entry.Last) && !IsClockSetBack(heartbeat, entry, now))
        {
            return HeardVerdict.Stale;
        }

        var lives = !heartbeat.Flags.HasFlag(HeartbeatFlags.Gone);
        if (lives != entry.IsAlive || heartbeat.Flags != entry.Last.Flags || heartbeat.Epoch != entry.Last.Epoch || heartbeat.Link != entry.Last.Link)
        {
            Changes++;
        }

        entry.Last = heartbeat;
        entry.LastSign = now;
        entry.IsAlive = lives;
        return HeardVerdict.Fresh;
    }

    /// <summary>Buries the silent, and forgets those of a link that is no more.</summary>
    public void Tick(Func<int, bool> isOwnLink, TimeSpan now)
    {
        List<((string Node, int Link) Key, Entry Entry)>? ended = null;
        foreach (var (key, entry) in entries)
        {
            if (entry.IsAlive && (entry.LastSign + options.Timeout <= now || !isOwnLink(key.Link)))
            {
                (ended ??= []).Add((key, entry));
            }
        }

        foreach (var (key, entry) in ended ?? [])
        {
            entry.IsAlive = false;
            Changes++;
            if (!isOwnLink(key.Link))
            {
                entries.Remove(key);
            }
        }
    }

    /// <summary>Whether any living node has missed a heartbeat on any link.</summary>
    public bool HasSuspects(TimeSpan now)
    {
        foreach (var entry in entries.Values)
        {
            if (entry.IsAlive && entry.LastSign + options.SuspectAfter <= now)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Living nodes that have missed a heartbeat on this link, the most silent first.</summary>
    public IEnumerable<string> Suspects(int link, TimeSpan now) => entries
        .Where(pair => pair.Key.Link == link && pair.Value.IsAlive && pair.Value.LastSign + options.SuspectAfter <= now)
        .OrderBy(pair => pair.Value.LastSign)
        .ThenBy(pair => pair.Key.Node, StringComparer.Ordinal)
        .Select(pair => pair.Key.Node);

    /// <summary>When the next living one becomes a suspect; null: nobody lives, or all are suspects already.</summary>
    public TimeSpan? NextSuspicion(TimeSpan now)
    {
        TimeSpan? next = null;
        foreach (var entry in entries.Values)
        {
            var at = entry.LastSign + options.SuspectAfter;
            if (entry.IsAlive && at > now && !(next <= at))
            {
                next = at;
            }
        }

        return next;
    }

    /// <summary>When a node was last heard on a link, dead or alive; null: never.</summary>
    public TimeSpan? LastSignOf(string node, int link) => entries.TryGetValue((node, link), out var entry) ? entry.LastSign : null;

    /// <summary>When anybody was last heard on a link, and by how many in the timeout before that moment; zero when nobody ever was.</summary>
    public (TimeSpan LastSign, int Nodes) LastCompany(int link)
    {
        var last = TimeSpan.MinValue;
        foreach (var (key, entry) in entries)
        {
            if (key.Link == link && entry.LastSign > last && !entry.Last.Flags.HasFlag(HeartbeatFlags.Gone))
            {
                last = entry.LastSign;
            }
        }

        var nodes = 0;
        foreach (var (key, entry) in entries)
        {
            nodes += key.Link == link && !entry.Last.Flags.HasFlag(HeartbeatFlags.Gone) && entry.LastSign + options.Timeout >= last ? 1 : 0;
        }

        return nodes == 0 ? default : (last, nodes);
    }

    private static bool IsAfter(Heartbeat heartbeat, Heartbeat other) =>
        heartbeat.Epoch != other.Epoch ? heartbeat.Epoch > other.Epoch : heartbeat.Sequence > other.Sequence;

    /// <summary>A machine that comes back with an earlier clock would else not be heard until that clock has caught up.</summary>
    private static bool IsClockSetBack(Heartbeat heartbeat, Entry entry, TimeSpan now) =>
        heartbeat.Epoch < entry.Last.Epoch && !entry.IsAlive && now - entry.LastSign >= Forgotten;

    private sealed class Entry(Heartbeat last)
    {
        public Heartbeat Last { get; set; } = last;

        public bool IsAlive { get; set; }

        public TimeSpan LastSign { get; set; }
    }
}
