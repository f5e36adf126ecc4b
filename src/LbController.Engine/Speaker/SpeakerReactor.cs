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
///   facts -> <see cref="SpeakerState"/> ----> <see cref="L2Planner"/> --> <see cref="L2Ownership"/> -> <see cref="L2Announcer"/> --+
///        \-> <see cref="SpeakerLiveness"/> -- who lives, who owns what --^                                            +-> commands
///         \-> <see cref="PeerResolver"/>, <see cref="BgpPlanner"/> ------------------------> <see cref="BgpAnnouncer"/> ---------+
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
    private IReadOnlyList<L2Announcement> plan = [];
    private List<ServiceSnapshot> services = [];
    private SortedSet<ObjectKey> byBgp = [];
    private SortedDictionary<ObjectKey, ValueArray<string>> peersOf = [];
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
        commands.AddRange(truth.Due(plan, now));
        commands.AddRange(liveness.Send(state, ownership, truth, farewell.Flags, now));
        commands.AddRange(liveness.AskWitnesses(state, now));
        isReportDue |= reported != (truth.Disputes, liveness.Foreign.Changes);
        reported = (truth.Disputes, liveness.Foreign.Changes);
        if (isReportDue || reporter.NextDeadline <= now || conditions.NextDeadline <= now)
        {
            isReportDue = false;
            commands.AddRange(Report(now));
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
        .. SpeakerFigures.OfLayer2(plan.Where(announcement => l2.Answered.Contains(announcement.Address)), options.NodeName),
        .. SpeakerFigures.OfBgp(peersOf.Keys, state, options.NodeName),
        .. ownership.Changes.Select(pair => SpeakerMetrics.OwnershipChanges.Is(pair.Value, pair.Key.ToString())),
        .. truth.Figures(),
        .. liveness.Figures(),
        .. bgp.Figures(),
    ];

    /// <summary>When something is to be done though nothing has come in; of those who report, only while they are asked for reports.</summary>
    private TimeSpan? NextDeadline(TimeSpan now)
    {
        var reports = farewell.HasBegun ? null : new[] { configReport.NextDeadline, sessionReport.NextDeadline, liveness.IsSettled ? conditions.NextDeadline : null }.Min();
        var drains = new[] { farewell.NextDeadline, drain.NextDeadline(now), drain.IsAsked ? successors.NextDeadline : null }.Min();
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
        var isPlanned = isPlanDue || drain.IsDue(now) || established != bgp.Established || HasSuccessionChanged(now);
        if (isPlanned)
        {
            isPlanDue = false;
            commands.AddRange(Plan(now));
            established = bgp.Established;
        }

        if (truth.Advance(now) || isPlanned || decided != (liveness.Changes, liveness.IsSettled) || ownership.NextDeadline <= now || farewell.NextDeadline <= now)
        {
            commands.AddRange(Decide(now));
            decided = (liveness.Changes, liveness.IsSettled);
            isReportDue = true;
        }

        return commands;
    }

    private List<Command> Plan(TimeSpan now)
    {
        var commands = new List<Command>();
        var pools = state.Config.Pools;
        services = state.Services.Values.Where(IsOurs).ToList();
        plan = PlanL2(pools);
        byBgp = [.. services.Where(service => BgpSelection.IsSelected(service, pools, state.Config.BgpAdvertisements)).Select(service => service.Key)];
        if (farewell.HasBegun)
        {
            commands.AddRange(farewell.LeaveRouters(bgp, goesForGood: drain.IsAsked, now));
            peersOf = [];
        }
        else if (state.Nodes.TryGetValue(new ObjectKey("", options.NodeName), out var node))
        {
            var peers = PeerResolver.Resolve(state, node, routers, options.BgpListenPort != 0);
            commands.AddRange(bgp.Follow(peers, now));
            commands.AddRange(listening.Follow(peers.Values));
            commands.AddRange(routers.Follow(peers.Values));
            commands.AddRange(paths.Follow(PathTargets.Of(peers.Values, state)));
            drain.Follow(NodeDrain.IsAsked(node, options.CordonDrains), now);
            var routes = PlanBgp(node, pools, now);
            commands.AddRange(bgp.Advertise(routes, drain.IsAsked, now));
            peersOf = Established(routes);
        }

        return commands;
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
            ownership.DecideAlone(plan, farewell.HasBegun);
        }
        else if (liveness.IsSettled)
        {
            ownership.Decide(plan, liveness.Book, liveness.Living(state, now), farewell.HasBegun, liveness.ListenUntil, now);
        }

        if (farewell.HasBegun && farewell.IsTimeUp(ownership.Holdings.Count, now))
        {
            ownership.DropAll(OwnershipChange.Left);
        }

        var places = l2.Places(plan.Where(announcement => ownership.Holdings.ContainsKey(announcement.Address)), state.Links.Values);
        var calls = truth.Follow(places, now);
        commands.AddRange(truth.Check(plan, now));
        places.RemoveWhere(place => !truth.MayAnswer(place.Address));
        commands.AddRange(l2.Apply(places, address => ownership.Contested.Contains(address) || calls.Contains(address), state.Links.Values, now));
        return commands;
    }

    private List<Command> Report(TimeSpan now)
    {
        verdict = SpeakerVerdict.Of(state, liveness, options.NodeName);
        var answered = l2.Answered;
        var commands = liveness.Report().ToList();
        commands.AddRange(reporter.Report(
            PresenceOf(plan.Where(announcement => answered.Contains(announcement.Address))),
            peersOf,
            state,
            options.NodeName,
            liveness.IsSettled && !farewell.HasBegun,
            now));
        if (liveness.IsSettled && !farewell.HasBegun)
        {
            commands.AddRange(conditions.Report(services, plan, byBgp, AnswerOf, liveness.IsHeard, liveness.IsFirst(state), now));
        }

        return commands;
    }

    /// <summary>The cluster's L2 plan, for all nodes whether they live or not.</summary>
    private IReadOnlyList<L2Announcement> PlanL2(PoolSet pools) => L2Planner.Plan(new L2PlanInput(
        services,
        state.EndpointsOf,
        pools,
        state.Config.L2Advertisements,
        state.Nodes.Values,
        _ => true,
        options.IgnoreExcludeLabel)
    {
        CordonDrains = options.CordonDrains,
    });

    private BgpPlan PlanBgp(NodeSnapshot node, PoolSet pools, TimeSpan now)
    {
        var advertisements = state.Config.BgpAdvertisements;
        var input = new BgpPlanInput(
            node,
            drain.HasMoved(now) ? BgpSuccession.WithoutOthers(services, Others(), state.EndpointsOf, pools, advertisements, options.IgnoreExcludeLabel) : services,
            state.EndpointsOf,
            pools,
            advertisements,
            state.Config.Communities,
            options.IgnoreExcludeLabel);
        return BgpPlanner.Plan(input, bgp.Peers);
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

    /// <summary>A status names only the peers that have the routes.</summary>
    private SortedDictionary<ObjectKey, ValueArray<string>> Established(BgpPlan routes)
    {
        var reached = new SortedDictionary<ObjectKey, ValueArray<string>>();
        foreach (var (service, peers) in routes.PeersOf)
        {
            var families = state.Services[service].IngressIps.Select(FamilyOf).Distinct().ToList();
            var names = peers.Where(peer => families.Exists(family => bgp.Carries(peer, family))).ToValueArray();
            if (!names.IsEmpty)
            {
                reached[service] = names;
            }
        }

        return reached;
    }

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

    private static IpFamily FamilyOf(string address) => address.Contains(':', StringComparison.Ordinal) ? IpFamily.V6 : IpFamily.V4;

    private bool IsOurs(ServiceSnapshot service) =>
        service.Type == "LoadBalancer" && service.LoadBalancerClass == options.LoadBalancerClass && !service.IngressIps.IsEmpty;
}
