using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Figures;
using LbController.Engine.Speaker.Conflicts;
using LbController.Protocols.Liveness;
using LbController.Protocols.Wire;

namespace LbController.Engine.Speaker;

/// <summary>
/// Tells the other speakers on every announcing link that this one lives and what it owns, and hears the same of them. Nothing is claimed
/// before they had their time to make themselves heard: after the start, and again after a pause of this process, in which they have
/// buried it. Without a key there is no watching: every node counts as alive.
/// </summary>
internal sealed class SpeakerLiveness(SpeakerOptions options)
{
    /// <summary>How long a node that lost all its company at once takes itself for the one that is cut off.</summary>
    private static readonly TimeSpan IsolationHold = TimeSpan.FromSeconds(10);

    /// <summary>Nothing comes after the last word, so it is said more than once.</summary>
    private const int FarewellCopies = 3;

    /// <summary>So many intervals the loop may be late before others miss this node.</summary>
    private const int Spares = 3;

    private readonly LivenessOptions timing = options.Liveness;
    private readonly LivenessMachine machine = new(options.NodeName, options.Liveness);
    private readonly SegmentWitnesses witnesses = new(options.Liveness);
    private readonly ForeignSeals foreign = new(options.NodeName);
    private readonly ulong ownTag = NodeTag.Of(options.NodeName);
    private IReadOnlyList<ReadOnlyMemory<byte>> keys = options.LivenessKey is { } key ? [key] : [];
    private IReadOnlyList<ValueSequence<HeartbeatClaim>> pages = [[]];
    private readonly SortedDictionary<ulong, string> nodesByMac = [];
    private readonly SortedDictionary<HeartbeatError, long> dropped = [];
    private readonly List<(int Link, HeartbeatDoubt Doubt)> doubts = [];
    private (uint Version, HeartbeatFlags Flags) said;
    private ulong sequence;
    private int nextPage;
    private SortedSet<int> linksInCompany = [];
    private readonly SortedSet<int> linksInUse = [];
    private long companyAt = -1;
    private long moments;
    private bool isAsked;
    private TimeSpan? start;
    private TimeSpan? settleAt;
    private TimeSpan? lastSent;
    private TimeSpan nextBeat;
    private TimeSpan nextAsk;

    public bool IsWatching { get; } = options.LivenessKey is not null;

    /// <summary>What the others claim.</summary>
    public ClaimBook Book { get; } = new();

    /// <summary>Grows with every change of who lives or owns, and with every moment at which time alone has changed who can.</summary>
    public long Changes => machine.Changes + Book.Changes + moments;

    /// <summary>Somebody asks whether this node lives, or has found something about an address.</summary>
    public bool HasNews => isAsked || doubts.Count > 0;

    /// <summary>Whether the others had their time: before that nobody knows who lives.</summary>
    public bool IsSettled { get; private set; } = options.LivenessKey is null;

    /// <summary>
    /// Company has returned to a link on which nobody was heard, or a link itself has: until then others may not all have been heard again, nor what they own.
    /// </summary>
    public TimeSpan ListenUntil { get; private set; }

    /// <summary>When something is to be sent or somebody to be buried; null: never.</summary>
    public TimeSpan? NextDeadline { get; private set; }

    /// <summary>When time alone changes who can own what, which then counts as one of the <see cref="Changes"/>; null: never.</summary>
    public TimeSpan? NextDecision { get; private set; }

    public void Fold(Fact fact, SpeakerState state, TimeSpan now)
    {
        start ??= now;
        switch (fact)
        {
            case NetworkFact.LivenessKeysRead read when IsWatching:
                keys = read.Keys;
                break;
            case NetworkFact.SpareSent spare when spare.At > lastSent:
                lastSent = spare.At;
                break;
            case NetworkFact.HostSeen host when IsWatching && !IsOfOurs(host.Mac, state):
                moments += IsolatedUntil(host.LinkIndex, now) is null ? 0 : 1;
                witnesses.Heard(host.LinkIndex, host.Address, now);
                break;
            case NetworkFact.DatagramReceived datagram when IsWatching:
                Fold(datagram, state, now);
                break;
        }
    }

    /// <summary>Buries the silent. To be called once a step, in sync, before anything is decided.</summary>
    /// <returns>True: this process was paused so long that others have buried it; whatever it owned is not its own any more.</returns>
    public bool Tick(SpeakerState state, TimeSpan now)
    {
        if (!IsWatching)
        {
            return false;
        }

        var lapsed = lastSent + timing.Timeout < now && state.Nodes.Count > 1;
        if (lapsed || settleAt is null)
        {
            var earliest = now + timing.Listening;
            var heardFor = start!.Value + timing.Timeout;
            settleAt = lapsed || heardFor < earliest ? earliest : heardFor;
        }

        NoteLinks(state, now);
        NoteCompany(now);
        machine.Tick(state.Links.ContainsKey, now);
        foreign.Tick(now);
        IsSettled = now >= settleAt;
        moments += NextDecision <= now ? 1 : 0;
        NextDecision = IsSettled ? Earliest(IsolationEnd(state, now), foreign.NextDeadline) : settleAt;
        return lapsed;
    }

    /// <summary>Who can own what, as of now.</summary>
    public LivingNodes Living(SpeakerState state, TimeSpan now)
    {
        var isMuted = foreign.MustStaySilent && !machine.Alive.Any();
        var own = state.Nodes.TryGetValue(new ObjectKey("", options.NodeName), out var node) && !node.InternalIps.IsEmpty ? node.InternalIps[0] : default(Address?);
        return new(options.NodeName, new LinkScope(state.Links.Values, own), machine, link => isMuted || IsolatedUntil(link, now) is not null);
    }

    /// <summary>The heartbeats that are due; claims that have changed go out at once. To be called after the table was published.</summary>
    public List<Command> Send(SpeakerState state, L2Ownership ownership, WireTruth truth, HeartbeatFlags flags, TimeSpan now)
    {
        var commands = new List<Command>();
        if (!IsWatching)
        {
            return commands;
        }

        flags |= IsSettled ? HeartbeatFlags.Settled : HeartbeatFlags.None;
        var hasSuspects = machine.HasSuspects(now);
        var version = ownership.Version + truth.Version + (uint)truth.Disputes;
        var isNews = said != (version, flags);
        if (!isNews && !isAsked && !hasSuspects && now < nextBeat)
        {
            NextDeadline = Earliest(nextBeat, machine.NextDeath, machine.NextSuspicion(now));
            return commands;
        }

        var links = state.Links.Values.Where(link => LinkEligibility.CanAnnounce(link, [])).ToList();
        var asks = hasSuspects && now >= nextAsk ? links.ToDictionary(link => link.Index, link => SuspectsOn(link.Index, now)) : [];
        var isUrgent = isNews || isAsked || asks.Values.Any(nodes => nodes.Count > 0);
        if (now >= nextBeat || (isUrgent && !(now < lastSent + timing.LeastGap)))
        {
            if (isNews)
            {
                said = (version, flags);
                pages = ClaimPages.Of(ownership.Claims, truth.MayAnswer, address => truth.DisputeOf(address) is not null);
            }

            ValueSequence<HeartbeatDoubt> doubtful = [.. truth.Doubts];
            var (first, count) = isNews ? (0, pages.Count) : (nextPage % pages.Count, 1);
            nextPage = first + count;
            commands.Add(new NetworkCommand.AnswerUntil(now + timing.Timeout));
            var copies = flags.HasFlag(HeartbeatFlags.Gone) ? FarewellCopies : 1;
            commands.AddRange(from copy in Enumerable.Range(0, copies)
                              from link in links
                              from page in Enumerable.Range(first, count)
                              select Datagram(link, page, page == first && asks.TryGetValue(link.Index, out var nodes) ? [.. nodes] : [], doubtful, now));
            commands.AddRange(SparesOf(links, doubtful, now));
            isAsked = false;
            lastSent = now;
            nextBeat = now + timing.Interval;
            nextAsk = asks.Values.Any(nodes => nodes.Count > 0) ? now + timing.AskEvery : nextAsk;
            isUrgent = false;
        }

        NextDeadline = Earliest(nextBeat, machine.NextDeath, isUrgent ? lastSent + timing.LeastGap : null, NextAskTime(links, now));
        return commands;
    }

    /// <summary>Asks hosts on links where all other speakers are silent whether the link still works.</summary>
    public List<Command> AskWitnesses(SpeakerState state, TimeSpan now) => witnesses.Ask(
        state.Links.Keys.Select(link => (Link: link, Company: machine.LastCompany(link)))
            .Where(entry => IsSilent(entry.Link, entry.Company, timing.SuspectAfter, now))
            .Select(entry => (entry.Link, entry.Company.LastSign)),
        now);

    /// <summary>When witnesses are to be asked again; null: there is no reason to.</summary>
    public TimeSpan? NextQuestion => witnesses.NextDeadline;

    /// <summary>Whether a node's speaker is heard on any link; our own is, and without watching all are.</summary>
    public bool IsHeard(string node) => !IsWatching || node == options.NodeName || machine.Alive.Any(alive => alive.Node == node);

    /// <summary>Whether this node is the first by name of those that live.</summary>
    public bool IsFirst(SpeakerState state) => IsWatching
        ? !machine.Alive.Any(alive => string.CompareOrdinal(alive.Node, options.NodeName) < 0)
        : state.Nodes.Keys.FirstOrDefault().Name == options.NodeName;

    /// <summary>The node of ours, dead or alive, whose link has this hardware address; null: none that was ever heard.</summary>
    public string? NodeOf(MacAddress mac) => nodesByMac.GetValueOrDefault(mac.Value);

    /// <summary>How many hardware addresses of nodes of ours are known; it only grows.</summary>
    public int NodesKnown => nodesByMac.Count;

    /// <summary>What others have found about addresses, since this was last asked for.</summary>
    public List<(int Link, HeartbeatDoubt Doubt)> TakeDoubts()
    {
        var taken = doubts.ToList();
        doubts.Clear();
        return taken;
    }

    /// <summary>Who checks which address, among those that live now.</summary>
    public CheckerChoice Checkers() => new(options.NodeName, machine.Alive.Select(heard => (heard.Node, heard.Link, machine.LastOf(heard.Node, heard.Link)!.Mac)));

    /// <summary>Nodes whose heartbeats are sealed with another key, sorted; and a number that grows when they change.</summary>
    public (IEnumerable<string> Nodes, long Changes) Foreign => (foreign.Nodes, foreign.Changes);

    /// <summary>Speakers watch each other, but anybody on the network could speak in their names.</summary>
    public bool IsWithoutKey => IsWatching && (keys.Count == 0 || keys[0].IsEmpty);

    public IEnumerable<Figure> Figures()
    {
        yield return SpeakerMetrics.SpeakersHeard.Is(machine.Alive.Select(alive => alive.Node).Distinct(StringComparer.Ordinal).Count());
        yield return SpeakerMetrics.KeyMissing.Is(IsWithoutKey ? 1 : 0);
        foreach (var node in foreign.Nodes)
        {
            yield return SpeakerMetrics.KeyMismatch.Is(1, node);
        }

        foreach (var (error, count) in dropped)
        {
            yield return SpeakerMetrics.DatagramsDropped.Is(count, error.ToString());
        }
    }

    /// <summary>Events about what keeps speakers from hearing each other.</summary>
    public IEnumerable<Command> Report() => foreign.Report();

    private void Fold(NetworkFact.DatagramReceived datagram, SpeakerState state, TimeSpan now)
    {
        if (!HeartbeatCodec.TryDecode(datagram.Bytes.Span, keys, out var heartbeat, out var error))
        {
            dropped[error] = dropped.GetValueOrDefault(error) + 1;
            if (error == HeartbeatError.WrongSeal)
            {
                foreign.Note(datagram.From, state, now);
            }

            return;
        }

        if (machine.Heard(heartbeat!, datagram.LinkIndex, now) == HeardVerdict.Fresh)
        {
            Book.Fold(heartbeat!);
            isAsked |= heartbeat!.Asks.Contains(ownTag);
            nodesByMac[heartbeat.Mac.Value] = heartbeat.Node;
            doubts.AddRange(heartbeat.Doubts.AsSpan().ToArray().Select(doubt => (datagram.LinkIndex, doubt)));
        }
    }

    /// <summary>Others have taken what this node had on a link that it had lost, and are heard at the pace of their heartbeats.</summary>
    private void NoteLinks(SpeakerState state, TimeSpan now)
    {
        linksInUse.RemoveWhere(link => !state.Links.ContainsKey(link));
        var isNew = false;
        foreach (var link in state.Links.Values)
        {
            if (LinkEligibility.CanAnnounce(link, []))
            {
                isNew |= linksInUse.Add(link.Index);
            }
            else
            {
                linksInUse.Remove(link.Index);
            }
        }

        if (isNew && IsSettled && state.Nodes.Count > 1)
        {
            ListenUntil = now + timing.Listening;
        }
    }

    private void NoteCompany(TimeSpan now)
    {
        if (companyAt == machine.Changes)
        {
            return;
        }

        companyAt = machine.Changes;
        var inCompany = new SortedSet<int>(machine.Alive.Select(alive => alive.Link));
        if (IsSettled && inCompany.Except(linksInCompany).Any())
        {
            ListenUntil = now + timing.Listening;
        }

        linksInCompany = inCompany;
    }

    /// <summary>What says that this node lives though the loop comes late; nothing does once it has said that it is gone.</summary>
    private IEnumerable<Command> SparesOf(List<LinkSnapshot> links, ValueSequence<HeartbeatDoubt> doubtful, TimeSpan now) => said.Flags.HasFlag(HeartbeatFlags.Gone)
        ? []
        : from spare in Enumerable.Range(0, Spares)
          from link in links
          select new NetworkCommand.SendSpare(link.Index, Datagram(link, nextPage % pages.Count, [], doubtful, now).Bytes, now + timing.SuspectAfter + (timing.Interval * spare), timing.Timeout);

    private NetworkCommand.SendDatagram Datagram(LinkSnapshot link, int page, ValueSequence<ulong> asks, ValueSequence<HeartbeatDoubt> doubtful, TimeSpan now)
    {
        var isCutOff = IsolatedUntil(link.Index, now) is not null;
        var heartbeat = new Heartbeat(options.NodeName, options.Epoch, ++sequence)
        {
            Link = link.Name,
            Mac = link.Mac,
            Flags = isCutOff ? (said.Flags | HeartbeatFlags.CutOff) & ~HeartbeatFlags.Settled : said.Flags,
            ClaimsVersion = said.Version,
            Page = (ushort)page,
            Pages = (ushort)pages.Count,
            Claims = pages[page],
            Asks = asks,
            Doubts = doubtful,
        };
        var datagram = new byte[HeartbeatCodec.MostBytes];
        var length = HeartbeatCodec.Encode(heartbeat, keys.Count > 0 ? keys[0].Span : [], datagram);
        return new(link.Index, datagram.AsMemory(0, length));
    }

    /// <summary>Only owners are asked: that another dies early in our eyes does no harm.</summary>
    private List<ulong> SuspectsOn(int link, TimeSpan now) =>
        machine.Suspects(link, now).Where(Book.HasAny).Take(HeartbeatCodec.MostAsks).Select(NodeTag.Of).ToList();

    private TimeSpan? NextAskTime(List<LinkSnapshot> links, TimeSpan now) => links.Exists(link => SuspectsOn(link.Index, now).Count > 0)
        ? (nextAsk > now ? nextAsk : now + timing.LeastGap)
        : machine.NextSuspicion(now);

    private TimeSpan? IsolationEnd(SpeakerState state, TimeSpan now)
    {
        TimeSpan? end = null;
        foreach (var link in state.Links.Keys)
        {
            end = IsolatedUntil(link, now) is { } until && !(end <= until) ? until : end;
        }

        return end;
    }

    /// <summary>Two or more were heard on the link, and all fell silent at once: rather we are cut off than they are dead, unless a host of the link is still heard.</summary>
    private TimeSpan? IsolatedUntil(int link, TimeSpan now)
    {
        var company = machine.LastCompany(link);
        return IsSilent(link, company, timing.Timeout, now) ? company.LastSign + IsolationHold : null;
    }

    private bool IsSilent(int link, (TimeSpan LastSign, int Nodes) company, TimeSpan since, TimeSpan now) =>
        company.Nodes >= 2 && company.LastSign + since <= now && now < company.LastSign + IsolationHold && !witnesses.Saw(link, company.LastSign);

    private bool IsOfOurs(MacAddress mac, SpeakerState state) => nodesByMac.ContainsKey(mac.Value) || state.Links.Values.Any(link => link.Mac == mac);

    private static TimeSpan? Earliest(params TimeSpan?[] moments) => moments.Min();
}
