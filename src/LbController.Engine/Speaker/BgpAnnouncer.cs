using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Figures;
using LbController.Protocols.Bfd;
using LbController.Protocols.Bgp.Messages;
using LbController.Protocols.Bgp.Session;

namespace LbController.Engine.Speaker;

/// <summary>Keeps one session for each configured peer and hands every session its whole set of routes.</summary>
internal sealed class BgpAnnouncer(string node, SpeakerState state)
{
    /// <summary>A router has read an UPDATE, chosen another way and put it into its hardware within this time.</summary>
    public static readonly TimeSpan TimeToMove = TimeSpan.FromSeconds(1);

    private readonly SortedDictionary<string, PeerSession> sessions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(Address Peer, string Vrf), BfdState> paths = [];
    private long connections;
    private bool hasFollowed;
    private bool isForGood;
    private TimeSpan? endAt;

    public TimeSpan? NextDeadline
    {
        get
        {
            if (HasLeft)
            {
                return null;
            }

            var next = endAt;
            foreach (var session in sessions.Values)
            {
                next = session.NextDeadline is { } at && !(next <= at) ? at : next;
            }

            return next;
        }
    }

    /// <summary>The farewell is said.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>The peers that a session is kept for, sorted.</summary>
    public IReadOnlyCollection<string> Peers => sessions.Keys;

    /// <summary>Changes whenever a session comes up or goes down.</summary>
    public ValueArray<string> Established => sessions.Where(pair => pair.Value.IsEstablished).Select(pair => pair.Key).ToValueArray();

    /// <summary>Routes of an address family really get to a peer.</summary>
    public bool Carries(string peer, IpFamily family) => sessions.TryGetValue(peer, out var session) && session.Carries(family);

    /// <summary>Ends the sessions that are not wanted as they are, starts those that are missing; the others are not touched.</summary>
    public List<Command> Follow(SortedDictionary<string, PeerSettings> wanted, TimeSpan now)
    {
        var commands = new List<Command>();
        foreach (var (name, session) in sessions.ToList())
        {
            if (!wanted.TryGetValue(name, out var settings))
            {
                commands.AddRange(session.Stop(CeaseSubcode.PeerDeconfigured, "the peer is configured no more", now));
                sessions.Remove(name);
            }
            else if (session.Settings.NeedsReset(settings))
            {
                commands.AddRange(session.Stop(CeaseSubcode.OtherConfigurationChange, "its configuration has changed", now));
                sessions.Remove(name);
            }
            else
            {
                session.Adjust(settings);
                commands.AddRange(session.Hold(!IsPathReady(session), now));
            }
        }

        foreach (var (name, settings) in wanted)
        {
            if (!sessions.ContainsKey(name))
            {
                var session = new PeerSession(settings, node, isRestarting: !hasFollowed, () => ++connections);
                sessions[name] = session;
                commands.AddRange(session.Hold(!IsPathReady(session), now));
                commands.AddRange(session.Start(now));
            }
        }

        hasFollowed = true;
        return commands;
    }

    /// <param name="groups">What every peer is to have.</param>
    /// <param name="isFading">All of it is about to go.</param>
    /// <param name="now">The reactor's time.</param>
    public List<Command> Advertise(IReadOnlyList<PeerGroup> groups, bool isFading, TimeSpan now)
    {
        var commands = new List<Command>();
        foreach (var group in groups)
        {
            var changes = group.TakeChanges();
            foreach (var peer in group.Peers)
            {
                commands.AddRange(sessions[peer].Advertise(group.Routes, changes, isFading, now));
            }
        }

        return commands;
    }

    public List<Command> Fold(Fact fact, TimeSpan now)
    {
        if (fact is NetworkFact.PathSeen seen)
        {
            paths[(seen.Peer, seen.Vrf)] = seen.State;
            return sessions.Values.Where(session => PathOf(session) == seen.State).SelectMany(session => session.Hold(!IsPathReady(session), now)).ToList();
        }

        if (fact is NetworkFact.PathLost lost)
        {
            return sessions.Values
                .Where(session => session.Settings.Peer.Address == lost.Peer && session.Settings.Peer.Vrf == lost.Vrf)
                .SelectMany(session => session.LosePath(lost, now))
                .ToList();
        }

        if (fact is NetworkFact.PathTooFar far)
        {
            return sessions.Values
                .Where(session => session.Settings.Peer.Address == far.Peer && session.Settings.Peer.Vrf == far.Vrf && session.Settings.Peer.BfdProfile.Length > 0)
                .Select(session => session.TellTooFar(far))
                .ToList();
        }

        var connection = fact switch
        {
            NetworkFact.TcpOpened opened => opened.Connection,
            NetworkFact.TcpReceived received => received.Connection,
            NetworkFact.TcpStalled stalled => stalled.Connection,
            NetworkFact.TcpClosed closed => closed.Connection,
            _ => 0,
        };
        if (fact is NetworkFact.TcpOffered offer)
        {
            var wanted = sessions.Values.FirstOrDefault(session => session.Settings.Peer.Address == offer.Remote && session.Settings.Peer.Vrf == offer.Device);
            return wanted?.Fold(offer, EndsOf, now) ?? [new NetworkCommand.CloseTcp(offer.Connection)];
        }

        var session = connection == 0 ? null : sessions.Values.FirstOrDefault(session => session.Connection == connection || session.Offered == connection);
        return session?.Fold((NetworkFact)fact, EndsOf, now) ?? [];
    }

    /// <summary>All sessions for people, by the peer's name.</summary>
    public IReadOnlyList<SessionReport> Reports() => [.. sessions.Values.Select(session => session.Report(PathOf(session)?.ToString() ?? ""))];

    public IEnumerable<Figure> Figures() => sessions.Values.SelectMany(SpeakerFigures.OfSession);

    public List<Command> Tick(TimeSpan now)
    {
        if (!(NextDeadline <= now))
        {
            return [];
        }

        var commands = sessions.Values.SelectMany(session => session.Tick(now)).ToList();
        return [.. commands, .. EndIfDue(now)];
    }

    /// <summary>
    /// Begins the farewell: routers are asked to prefer other ways, get <see cref="TimeToMove"/> for that, and then the sessions end. To be
    /// called once; <see cref="Tick"/> does the rest, until <see cref="HasLeft"/>.
    /// </summary>
    /// <param name="drainedAt">When the routers of a drained node, which are not to keep anything of it, have moved; null: it is not drained.</param>
    /// <param name="now">The reactor's time.</param>
    public List<Command> Leave(TimeSpan? drainedAt, TimeSpan now)
    {
        isForGood = drainedAt is not null;
        var commands = sessions.Values.SelectMany(session => session.Fade(isForGood, now)).ToList();
        endAt = commands.Count > 0 ? now + TimeToMove : drainedAt > now ? drainedAt : now;
        return [.. commands, .. EndIfDue(now)];
    }

    private List<Command> EndIfDue(TimeSpan now)
    {
        if (HasLeft || !(endAt <= now))
        {
            return [];
        }

        HasLeft = true;
        var commands = sessions.Values.SelectMany(session => session.End(isForGood, now)).ToList();
        sessions.Clear();
        return commands;
    }

    /// <summary>The state of the BFD session with a peer; null: there is none.</summary>
    private BfdState? PathOf(PeerSession session)
    {
        var peer = session.Settings.Peer;
        return peer.BfdProfile.Length == 0 ? null : paths.GetValueOrDefault((peer.Address, peer.Vrf), BfdState.Down);
    }

    /// <summary>In strict mode there is no BGP before BFD is up.</summary>
    private bool IsPathReady(PeerSession session) => !session.Settings.Peer.IsBfdStrict || PathOf(session) is null or BfdState.Up;

    private LocalEnds EndsOf(Address local) => NextHops.Of(local, state.Links.Values, state.Nodes.GetValueOrDefault(new ObjectKey("", node)));
}
