namespace LbController.Protocols.Liveness;

/// <summary>
/// Which speakers live, from who was heard when. Without I/O and clock: the caller says when it is, sends what <see cref="Tick"/>
/// asks for and comes back at <see cref="NextDeadline"/>.
/// <code>
///   presumed alive --(one timeout after the start, unheard)--> dead
///         |                                                     |
///       heard                                                 heard
///         v                                                     v
///       alive ---------------(silent for one timeout)--------> dead …
/// </code>
/// A machine that starts has heard nobody, which says nothing about the others: until one timeout has passed
/// (<see cref="IsSettled"/>) every member is presumed alive. One that joins later is dead until it is heard.
/// </summary>
public sealed class LivenessMachine
{
    private readonly string ownNode;
    private readonly LivenessOptions options;
    private readonly TimeSpan start;
    private readonly SortedDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private TimeSpan nextSend;

    /// <param name="ownNode">This node; it always lives and is never sent to.</param>
    /// <param name="options">The timing.</param>
    /// <param name="now">When the machine starts.</param>
    public LivenessMachine(string ownNode, LivenessOptions options, TimeSpan now)
    {
        this.ownNode = ownNode;
        this.options = options;
        start = now;
        nextSend = now;
    }

    /// <summary>Whether one timeout has passed since the start, as of the last <see cref="Tick"/>: from then on silence counts.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>The living members and since when each lives, sorted; as of the last call. Our own node is not among them.</summary>
    public IEnumerable<KeyValuePair<string, TimeSpan>> Alive =>
        entries.Where(pair => pair.Value.IsAlive).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.AliveSince));

    /// <summary>When <see cref="Tick"/> has something to do next; null: never, for there are no members.</summary>
    public TimeSpan? NextDeadline
    {
        get
        {
            if (entries.Count == 0)
            {
                return IsSettled ? null : start + options.Timeout;
            }

            return entries.Values.Where(entry => entry.IsAlive).Select(DeathOf).Append(nextSend).Min();
        }
    }

    /// <summary>Whether a node's speaker lives, as of the last call. Our own does.</summary>
    public bool IsAlive(string node) => node == ownNode || (entries.TryGetValue(node, out var entry) && entry.IsAlive);

    /// <summary>Says who is to be heard, all of them; what is known of those that stay is kept.</summary>
    public void SetMembers(IEnumerable<LivenessMember> members, TimeSpan now)
    {
        var wanted = new SortedDictionary<string, LivenessMember>(StringComparer.Ordinal);
        foreach (var member in members.Where(member => member.Node != ownNode))
        {
            wanted[member.Node] = member;
        }

        foreach (var gone in entries.Keys.Where(node => !wanted.ContainsKey(node)).ToList())
        {
            entries.Remove(gone);
        }

        foreach (var (node, member) in wanted)
        {
            if (entries.TryGetValue(node, out var entry))
            {
                entry.Member = member;
            }
            else
            {
                entries[node] = new Entry(member) { IsAlive = !IsSettled, AliveSince = now, LastSign = start };
            }
        }
    }

    /// <summary>Takes a heartbeat in whose seal was right.</summary>
    public HeardVerdict Heard(in Heartbeat heartbeat, TimeSpan now)
    {
        if (!entries.TryGetValue(heartbeat.Node, out var entry))
        {
            return HeardVerdict.Stranger;
        }

        if (entry.Last is { } last && !heartbeat.IsAfter(last))
        {
            return HeardVerdict.Stale;
        }

        entry.Last = heartbeat;
        entry.LastSign = now;
        if (!entry.IsAlive)
        {
            entry.IsAlive = true;
            entry.AliveSince = now;
        }

        return HeardVerdict.Fresh;
    }

    /// <summary>Buries the silent and tells to whom a heartbeat is due now, sorted by node; often nobody.</summary>
    public IReadOnlyList<LivenessMember> Tick(TimeSpan now)
    {
        IsSettled |= now >= start + options.Timeout;
        foreach (var entry in entries.Values.Where(entry => entry.IsAlive && DeathOf(entry) <= now))
        {
            entry.IsAlive = false;
        }

        if (now < nextSend)
        {
            return [];
        }

        // Counted from now, not from the deadline: after a pause one heartbeat goes out, not all that were missed.
        nextSend = now + options.Interval;
        return entries.Values.Select(entry => entry.Member).ToList();
    }

    private TimeSpan DeathOf(Entry entry) => entry.LastSign + options.Timeout;

    private sealed class Entry(LivenessMember member)
    {
        public LivenessMember Member { get; set; } = member;

        public Heartbeat? Last { get; set; }

        public bool IsAlive { get; set; }

        public TimeSpan AliveSince { get; set; }

        /// <summary>When it was heard; before that, the start of the machine.</summary>
        public TimeSpan LastSign { get; set; }
    }
}
