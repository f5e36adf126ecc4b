using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Config;
using LbController.Core.Election;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Configuring;
using LbController.Engine.Facts;
using LbController.Engine.Figures;
using LbController.Engine.Speaker.Conflicts;

namespace LbController.Engine.Speaker;

/// <summary>
/// The speaker of one node, without I/O:
///
///   facts -> <see cref="SpeakerState"/> ----> <see cref="L2Table"/> --> <see cref="L2Ownership"/> -> <see cref="L2Announcer"/> --+
///        \-> <see cref="SpeakerLiveness"/> -- who lives, who owns what --^                                            +-> commands
///         \-> <see cref="PeerResolver"/>, <see cref="BgpTable"/> ------------------------> <see cref="BgpAnnouncer"/> ---------+
///                        \-> <see cref="PathTargets"/>: whom BFD watches -----------------------------------------+
///                        what is announced --> <see cref="AnnouncementReporter"/> ----------------------------------+
///
/// Between owning and answering stands <see cref="WireTruth"/>. Nothing is announced before every watch is in sync (only that a right is missing is said), and nothing by ARP before the other speakers could be heard. A take-over needs no
/// plan: the plan ranks all nodes, and those that do not live are passed over.
/// </summary>
public sealed class SpeakerReactor : IReactor
{
    private readonly SpeakerOptions options;
    private readonly SpeakerState state = new();
    private readonly SpeakerLiveness liveness;
    private readonly L2Ownership ownership;
    private readonly WireTruth truth;
    private readonly L2Announcer l2;
    private readonly BgpAnnouncer bgp;
    private readonly BgpDrain drain = new();
    private readonly PathOrders paths = new();
    private readonly ListenOrders listening;
    private readonly LinkRouters routers = new();
    private readonly BgpSuccessors successors = new();
    private readonly AnnouncementReporter reporter = new();
    private readonly ConfigurationReporter configReport = new();
    private readonly SessionReporter sessionReport = new();
    private readonly AnnouncedConditions conditions;
    private readonly SpeakerFarewell farewell = new();
    private readonly SpeakerPlan plan;
    private readonly ReachedPeers reached;
    private readonly SortedSet<ObjectKey> unreported = [];
    private ValueArray<string> established;
    private (long Changes, bool IsSettled) decided = (-1, false);
    private bool isPlanDue;
    private bool isReportDue;
    private bool isUnbounded;
    private (long Disputes, long Foreign) reported;
    private TimeSpan? wakeAt;
    private ConfigurationVerdict? verdict;
    private readonly MissingRights rights;

    public SpeakerReactor(SpeakerOptions options)
    {
        this.options = options;
        liveness = new(options);
        ownership = new(options.NodeName, options.RebalanceAfter);
        truth = new(options, state, liveness, ownership);
        l2 = new(options);
        bgp = new(options.NodeName, state);
        conditions = new(options.NodeName);
        plan = new(options, state);
        reached = new(state, bgp);
        listening = new(options.BgpListenPort);
        rights = new($"speaker of node {options.NodeName}");
    }

    public Step Step(IReadOnlyList<Fact> facts, TimeSpan now)
    {
        var commands = new List<Command>();
        foreach (var fact in facts)
        {
            commands.AddRange(Fold(fact, now));
        }

        if (!state.IsInSync)
        {
            return rights.AreNone
                ? new Step([], null)
                : new Step([.. configReport.Report(rights.AddTo(new ConfigurationVerdict([])), now)], configReport.NextDeadline);
        }

        if (now < wakeAt && HeardNothingNew(facts))
        {
            return new Step([], wakeAt);
        }

        if (liveness.Tick(state, now))
        {
            ownership.DropAll(OwnershipChange.Paused);
        }

        commands.AddRange(bgp.Tick(now));
        commands.AddRange(Announce(now));
        if (bgp.HasLeft)
        {
            commands.AddRange(paths.Follow([]));
            commands.AddRange(listening.Follow([]));
        }

        commands.AddRange(l2.Tick(now));
        commands.AddRange(truth.Due(plan.L2.Announcements, now));
        commands.AddRange(liveness.Send(state, ownership, truth, farewell.Flags, now));
        commands.AddRange(liveness.AskWitnesses(state, now));
        isReportDue |= reported != (truth.Disputes, liveness.Foreign.Changes);
        reported = (truth.Disputes, liveness.Foreign.Changes);
        if (isReportDue || reporter.NextDeadline <= now || conditions.NextDeadline <= now)
        {
            isReportDue = false;
            commands.AddRange(Report(now));
            unreported.Clear();
        }
        else if (unreported.Count > 0)
        {
            commands.AddRange(ReportOn(unreported, now));
            unreported.Clear();
        }

        if (!farewell.HasBegun)
        {
            commands.AddRange(configReport.Report(rights.AddTo(verdict ?? state.VerdictOn(options.NodeName)), now));
            commands.AddRange(sessionReport.Report(bgp.Reports(), now));
        }

        wakeAt = NextDeadline(now);
        return new Step(commands, wakeAt)
        {
            IsStillLeaving = farewell.HasBegun && !(farewell.HasEnded && bgp.HasLeft),
        };
    }

    /// <summary>Most turns bring heartbeats that say what those before said: nothing is due earlier because of them.</summary>
    private bool HeardNothingNew(IReadOnlyList<Fact> facts)
    {
        if (facts.Count == 0 || farewell.HasBegun || liveness.HasNews || decided != (liveness.Changes, liveness.IsSettled) || reported.Foreign != liveness.Foreign.Changes)
        {
            return false;
        }

        foreach (var fact in facts)
        {
            if (fact is not NetworkFact.DatagramReceived)
            {
                return false;
            }
        }

        return true;
    }

    public IEnumerable<Figure> Figures() =>
    [
        .. SpeakerFigures.OfConfig(state),
        .. SpeakerFigures.OfLayer2(plan.L2.Announcements.Where(announcement => l2.Answered.Contains(announcement.Address)), options.NodeName),
        .. SpeakerFigures.OfBgp(reached.PeersOf.Keys, state, options.NodeName),
        .. ownership.Changes.Select(pair => SpeakerMetrics.OwnershipChanges.Is(pair.Value, pair.Key.ToString())),
        .. truth.Figures(),
        .. liveness.Figures(),
        .. bgp.Figures(),
    ];

    /// <summary>When something is to be done though nothing has come in; of those who report, only while they are asked for reports.</summary>
    private TimeSpan? NextDeadline(TimeSpan now)
    {
        var reports = farewell.HasBegun ? null : new[] { configReport.NextDeadline, sessionReport.NextDeadline, liveness.IsSettled ? conditions.NextDeadline : null }.Min();
        var drains = farewell.HasBegun ? farewell.NextDeadline : new[] { drain.NextDeadline(now), drain.IsAsked ? successors.NextDeadline : null }.Min();
        return new[] { reports, drains, l2.NextDeadline, truth.NextDeadline, bgp.NextDeadline, liveness.NextDeadline, liveness.NextDecision, liveness.NextQuestion, ownership.NextDeadline, reporter.NextDeadline }.Min();
    }

    private List<Command> Fold(Fact fact, TimeSpan now)
    {
        isPlanDue |= state.Fold(fact) | routers.Fold(fact, now);
        rights.Fold(fact);
        switch (fact)
        {
            case Fact.Ended ended:
                reporter.Fold(ended, now);
                configReport.Fold(ended, now);
                sessionReport.Fold(ended, now);
                conditions.Fold(ended, now);
                break;
            case Fact.NodeStatusesListed listed:
                reporter.Fold(listed);
                isReportDue = true;
                break;
            case Fact.Leaving:
                farewell.Begin(now);
                isPlanDue = true;
                break;
        }

        if (fact is NetworkFact.AddressSeen seen)
        {
            truth.Fold(seen, now);
        }

        liveness.Fold(fact, state, now);
        return bgp.Fold(fact, now);
    }

    /// <summary>What is to be announced and by whom, as far as anything has changed.</summary>
    private List<Command> Announce(TimeSpan now)
    {
        var commands = new List<Command>();
        var touched = state.TakeTouched();
        var isWhole = isPlanDue || established != bgp.Established
            || (!farewell.HasBegun && (drain.IsDue(now) || HasSuccessionChanged(now) || (touched.Count > 0 && drain.HasMoved(now))));
        var isL2Changed = isWhole;
        if (isWhole)
        {
            isPlanDue = false;
            commands.AddRange(Plan(now));
            established = bgp.Established;
        }
        else if (touched.Count > 0)
        {
            isL2Changed = plan.Update(touched);
            commands.AddRange(AdvertiseAgain(touched, now));
            unreported.UnionWith(touched);
        }

        if (truth.Advance(now) || isL2Changed || decided != (liveness.Changes, liveness.IsSettled) || ownership.NextDeadline <= now || farewell.NextDeadline <= now)
        {
            commands.AddRange(Decide(now));
            decided = (liveness.Changes, liveness.IsSettled);
            isReportDue = true;
        }

        return commands;
    }

    /// <summary>The plan for all Services.</summary>
    private List<Command> Plan(TimeSpan now)
    {
        var commands = new List<Command>();
        plan.Renew();
        if (farewell.HasBegun)
        {
            commands.AddRange(farewell.LeaveRouters(bgp, drain.MovedAt, now));
        }
        else if (state.Nodes.TryGetValue(new ObjectKey("", options.NodeName), out var node))
        {
            var peers = PeerResolver.Resolve(state, node, routers, options.BgpListenPort != 0);
            commands.AddRange(bgp.Follow(peers, now));
            commands.AddRange(listening.Follow(peers.Values));
            commands.AddRange(routers.Follow(peers.Values));
            commands.AddRange(paths.Follow(PathTargets.Of(peers.Values, state)));
            drain.Follow(NodeDrain.IsAsked(node, options.CordonDrains), now);
            var routes = plan.RenewRoutes(node, bgp.Peers, LeftToOthers(now));
            commands.AddRange(bgp.Advertise(routes.Groups, drain.IsAsked, now));
        }

        reached.Renew(plan.Routes);
        return commands;
    }

    /// <summary>The routes after a change of some Services alone.</summary>
    private List<Command> AdvertiseAgain(IEnumerable<ObjectKey> touched, TimeSpan now)
    {
        if (plan.Routes is not { } routes)
        {
            return [];
        }

        reached.Update(routes, touched);
        return bgp.Advertise(routes.Groups, drain.IsAsked, now);
    }

    /// <summary>Who owns what, and what this node answers for in consequence.</summary>
    private List<Command> Decide(TimeSpan now)
    {
        var commands = new List<Command>();
        if (!liveness.IsWatching && !isUnbounded)
        {
            isUnbounded = true;
            commands.Add(new NetworkCommand.AnswerUntil(TimeSpan.MaxValue));
        }

        if (!liveness.IsWatching)
        {
            ownership.DecideAlone(plan.L2.Announcements, farewell.HasBegun);
        }
        else if (liveness.IsSettled)
        {
            ownership.Decide(plan.L2.Announcements, liveness.Book, liveness.Living(state, now), farewell.HasBegun, liveness.ListenUntil, now);
        }

        if (farewell.HasBegun && farewell.IsTimeUp(ownership.Holdings.Count, now))
        {
            ownership.DropAll(OwnershipChange.Left);
        }

        var places = l2.Places(plan.L2.Announcements.Where(announcement => ownership.Holdings.ContainsKey(announcement.Address)), state.Links.Values);
        var calls = truth.Follow(places, now);
        commands.AddRange(truth.Check(plan.L2.Announcements, now));
        places.RemoveWhere(place => !truth.MayAnswer(place.Address));
        commands.AddRange(l2.Apply(places, address => ownership.Contested.Contains(address) || calls.Contains(address), state.Links.Values, now));
        return commands;
    }

    /// <summary>Everything that is to be said in the API.</summary>
    private List<Command> Report(TimeSpan now)
    {
        verdict = SpeakerVerdict.Of(state, liveness, options.NodeName);
        var answered = l2.Answered;
        var commands = liveness.Report().ToList();
        commands.AddRange(reporter.Report(
            PresenceOf(plan.L2.Announcements.Where(announcement => answered.Contains(announcement.Address))),
            reached.PeersOf,
            state,
            options.NodeName,
            liveness.IsSettled && !farewell.HasBegun,
            now));
        if (liveness.IsSettled && !farewell.HasBegun)
        {
            commands.AddRange(conditions.Report(plan, AnswerOf, liveness.IsHeard, liveness.IsFirst(state), now));
        }

        return commands;
    }

    /// <summary>What is to be said after a change of some Services that moved no address.</summary>
    private List<Command> ReportOn(IReadOnlyCollection<ObjectKey> touched, TimeSpan now)
    {
        var commands = reporter.ReportRoutes(touched, reached.PeersOf, state, options.NodeName).ToList();
        if (liveness.IsSettled && !farewell.HasBegun)
        {
            commands.AddRange(conditions.ReportOn(touched, plan, AnswerOf, liveness.IsHeard, liveness.IsFirst(state), now));
        }

        return commands;
    }

    /// <summary>What a drained node need not announce, once routers have had their time.</summary>
    private Predicate<ServiceSnapshot> LeftToOthers(TimeSpan now)
    {
        if (!drain.HasMoved(now))
        {
            return _ => false;
        }

        var others = Others();
        return service => BgpSuccession.IsLeft(service, others, state.EndpointsOf(service.Key), state.Config.Pools, state.Config.BgpAdvertisements, options.IgnoreExcludeLabel);
    }

    /// <summary>Whether other nodes than before may take the routes of this one, which is drained.</summary>
    private bool HasSuccessionChanged(TimeSpan now)
    {
        if (!liveness.IsWatching || !(decided.Changes != liveness.Changes || successors.NextDeadline <= now))
        {
            return false;
        }

        return successors.Follow(liveness.Living(state, now).Heard, now) && drain.IsAsked;
    }

    /// <summary>The nodes to which a drained one may leave its Services.</summary>
    private List<NodeSnapshot> Others() =>
    [
        .. state.Nodes.Values.Where(node => node.Key.Name != options.NodeName
            && (!liveness.IsWatching || successors.Ready.Contains(node.Key.Name, StringComparer.Ordinal))
            && !NodeDrain.IsAsked(node, options.CordonDrains)),
    ];

    private SortedDictionary<ObjectKey, L2Presence> PresenceOf(IEnumerable<L2Announcement> answered)
    {
        var announced = new SortedDictionary<ObjectKey, L2Presence>();
        foreach (var announcement in answered)
        {
            var rank = announcement.RankOf(options.NodeName);
            foreach (var service in announcement.Services)
            {
                var others = announced.GetValueOrDefault(service).Addresses;
                announced[service] = new(rank < 0 ? [] : announcement.Contenders[rank].Interfaces, others.Append(announcement.Address).ToValueArray());
            }
        }

        return announced;
    }

    private AddressAnswer AnswerOf(Address address) => ownership.Holdings.ContainsKey(address)
        ? new(options.NodeName, !truth.MayAnswer(address), truth.DisputeOf(address))
        : ownership.OtherOwnerOf(address) is { } owner ? new(owner.Node, owner.IsSilent, null) { IsDisputed = owner.IsDisputed } : default;
}
