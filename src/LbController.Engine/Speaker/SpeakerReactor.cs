using LbController.Core.Announcing;
using LbController.Core.Config;
using LbController.Core.Election;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;

namespace LbController.Engine.Speaker;

/// <summary>
/// The speaker of one node, without I/O:
///
///   facts -> <see cref="SpeakerState"/> ---> <see cref="L2Planner"/> --> <see cref="L2Announcer"/> --+
///        \-> <see cref="SpeakerLiveness"/> -^                                                       +-> commands
///         \-> <see cref="PeerResolver"/>, <see cref="BgpPlanner"/> --> <see cref="BgpAnnouncer"/> ---+
///                        what is announced --> <see cref="AnnouncementReporter"/> -------------------+
///
/// Nothing is announced before every watch is in sync, and nothing by ARP before the other speakers could be heard.
/// </summary>
public sealed class SpeakerReactor : IReactor
{
    private readonly SpeakerOptions options;
    private readonly SpeakerState state = new();
    private readonly SpeakerLiveness liveness;
    private readonly L2Announcer l2 = new();
    private readonly BgpAnnouncer bgp;
    private readonly AnnouncementReporter reporter = new();
    private (bool IsSettled, ValueArray<string> Alive, ValueArray<string> Established) planned;
    private readonly BgpDrain drain = new();
    private bool isLeaving;
    private bool hasLeftRouters;
    private bool isPlanDue;

    public SpeakerReactor(SpeakerOptions options)
    {
        this.options = options;
        liveness = new(options);
        bgp = new(options.NodeName, state);
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
            return new Step([], null);
        }

        if (isPlanDue && !isLeaving)
        {
            liveness.Follow(state, now);
        }

        if (!isLeaving)
        {
            commands.AddRange(liveness.Tick(now));
        }

        commands.AddRange(bgp.Tick(now));

        if (isPlanDue || drain.IsDue(now) || reporter.NextDeadline <= now || planned != Surroundings())
        {
            isPlanDue = false;
            commands.AddRange(isLeaving ? Farewell(now) : Plan(now));
            planned = Surroundings();
        }

        commands.AddRange(l2.Tick(now));
        return new Step(commands, new[] { l2.NextDeadline, bgp.NextDeadline, isLeaving ? null : liveness.NextDeadline, reporter.NextDeadline, drain.NextDeadline(now) }.Min())
        {
            IsStillLeaving = isLeaving && !bgp.HasLeft,
        };
    }

    private List<Command> Fold(Fact fact, TimeSpan now)
    {
        isPlanDue |= state.Fold(fact);
        switch (fact)
        {
            case Fact.Ended ended:
                reporter.Fold(ended, now);
                break;
            case Fact.NodeStatusesListed listed:
                reporter.Fold(listed);
                isPlanDue = true;
                break;
            case Fact.Leaving:
                isLeaving = true;
                isPlanDue = true;
                break;
        }

        liveness.Fold(fact, now);
        return bgp.Fold(fact, now);
    }

    /// <summary>What a plan depends on besides the state.</summary>
    private (bool IsSettled, ValueArray<string> Alive, ValueArray<string> Established) Surroundings() =>
        (liveness.IsSettled, liveness.Alive, bgp.Established);

    private List<Command> Plan(TimeSpan now)
    {
        var pools = PoolParser.Parse(state.Pools.Values).Pools;
        var services = state.Services.Values.Where(IsOurs).ToList();
        var owned = liveness.IsSettled ? PlanL2(services, pools) : [];
        var commands = l2.Apply(owned, state.Links.Values, now).ToList();
        var peersOf = new SortedDictionary<ObjectKey, ValueArray<string>>();
        if (state.Nodes.TryGetValue(new ObjectKey("", options.NodeName), out var node))
        {
            commands.AddRange(bgp.Follow(PeerResolver.Resolve(state, node), now));
            drain.Follow(NodeDrain.IsAsked(node, cordonDrains: false), now);
            var plan = PlanBgp(node, services, pools, now);
            commands.AddRange(bgp.Advertise(plan, drain.IsAsked, now));
            KeepEstablished(plan, peersOf);
        }

        commands.AddRange(reporter.Report(InterfacesOf(owned.Where(announcement => l2.Answers(announcement.Address))), peersOf, state, options.NodeName, liveness.IsSettled, now));
        return commands;
    }

    private List<Command> Farewell(TimeSpan now) =>
    [
        .. l2.Apply([], state.Links.Values, now),
        .. LeaveRouters(now),
        .. reporter.Report(
            new SortedDictionary<ObjectKey, ValueArray<string>>(),
            new SortedDictionary<ObjectKey, ValueArray<string>>(),
            state,
            options.NodeName,
            isSettled: false,
            now),
    ];

    /// <summary>The routers are told once.</summary>
    private List<Command> LeaveRouters(TimeSpan now)
    {
        if (hasLeftRouters)
        {
            return [];
        }

        hasLeftRouters = true;
        return bgp.Leave(goesForGood: drain.IsAsked, now);
    }

    /// <summary>The part of the cluster's L2 plan that this node owns.</summary>
    private List<L2Announcement> PlanL2(List<ServiceSnapshot> services, PoolSet pools)
    {
        var input = new L2PlanInput(
            services,
            state.EndpointsOf,
            pools,
            state.L2Advertisements.Values,
            state.Nodes.Values,
            liveness.IsAlive,
            options.IgnoreExcludeLabel);
        return L2Planner.Plan(input).Where(announcement => announcement.Owner == options.NodeName).ToList();
    }

    private BgpPlan PlanBgp(NodeSnapshot node, List<ServiceSnapshot> services, PoolSet pools, TimeSpan now)
    {
        var aliases = new CommunityAliases(state.Communities.Values);
        var advertisements = BgpAdvertisementParser.Parse(state.BgpAdvertisements.Values, pools, aliases).Advertisements;
        var input = new BgpPlanInput(
            node,
            drain.HasMoved(now) ? BgpSuccession.WithoutOthers(services, Others(), state.EndpointsOf, pools, advertisements, options.IgnoreExcludeLabel) : services,
            state.EndpointsOf,
            pools,
            advertisements,
            aliases,
            options.IgnoreExcludeLabel);
        return BgpPlanner.Plan(input, bgp.Peers);
    }

    /// <summary>The nodes to which a drained one may leave its Services.</summary>
    private List<NodeSnapshot> Others() =>
    [
        .. state.Nodes.Values.Where(node =>
            node.Key.Name != options.NodeName && liveness.IsAlive(node.Key.Name) && !NodeDrain.IsAsked(node, cordonDrains: false)),
    ];

    /// <summary>A status names only the peers that have the routes.</summary>
    private void KeepEstablished(BgpPlan plan, SortedDictionary<ObjectKey, ValueArray<string>> peersOf)
    {
        var established = bgp.Established;
        foreach (var (service, peers) in plan.PeersOf)
        {
            var reached = peers.Where(peer => established.Contains(peer, StringComparer.Ordinal)).ToValueArray();
            if (!reached.IsEmpty)
            {
                peersOf[service] = reached;
            }
        }
    }

    private static SortedDictionary<ObjectKey, ValueArray<string>> InterfacesOf(IEnumerable<L2Announcement> answered)
    {
        var announced = new SortedDictionary<ObjectKey, ValueArray<string>>();
        foreach (var announcement in answered)
        {
            foreach (var service in announcement.Services)
            {
                announced[service] = announcement.Interfaces;
            }
        }

        return announced;
    }

    private bool IsOurs(ServiceSnapshot service) =>
        service.Type == "LoadBalancer" && service.LoadBalancerClass == options.LoadBalancerClass && !service.IngressIps.IsEmpty;
}
