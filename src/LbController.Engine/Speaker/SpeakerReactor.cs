using LbController.Core.Announcing;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;

namespace LbController.Engine.Speaker;

/// <summary>
/// The speaker of one node, without I/O:
///
///   facts -> <see cref="SpeakerState"/> -> <see cref="L2Planner"/> -> <see cref="L2Announcer"/> -> commands
///                                                              \-> <see cref="AnnouncementReporter"/>
///
/// Nothing is announced before every watch is in sync.
/// </summary>
public sealed class SpeakerReactor(SpeakerOptions options) : IReactor
{
    private readonly SpeakerState state = new();
    private readonly L2Announcer l2 = new();
    private readonly AnnouncementReporter reporter = new();
    private bool isLeaving;
    private bool isPlanDue;

    public Step Step(IReadOnlyList<Fact> facts, TimeSpan now)
    {
        foreach (var fact in facts)
        {
            Fold(fact, now);
        }

        if (!state.IsInSync)
        {
            return new Step([], null);
        }

        var commands = new List<Command>();
        if (isPlanDue || reporter.NextDeadline <= now)
        {
            isPlanDue = false;
            commands.AddRange(CarryOut(isLeaving ? [] : PlanL2(), now));
        }

        commands.AddRange(l2.Tick(now));
        return new Step(commands, Earlier(l2.NextDeadline, reporter.NextDeadline));
    }

    private void Fold(Fact fact, TimeSpan now)
    {
        isPlanDue |= state.Fold(fact);
        switch (fact)
        {
            case Fact.Ended ended:
                reporter.Fold(ended, now);
                break;
            case Fact.Leaving:
                isLeaving = true;
                isPlanDue = true;
                break;
        }
    }

    /// <summary>The part of the cluster's L2 plan that this node owns.</summary>
    private List<L2Announcement> PlanL2()
    {
        var input = new L2PlanInput(
            state.Services.Values.Where(IsOurs).ToList(),
            state.EndpointsOf,
            PoolParser.Parse(state.Pools.Values).Pools,
            state.L2Advertisements.Values,
            state.Nodes.Values,
            _ => true,
            options.IgnoreExcludeLabel);
        return L2Planner.Plan(input).Where(announcement => announcement.Owner == options.NodeName).ToList();
    }

    private List<Command> CarryOut(List<L2Announcement> owned, TimeSpan now)
    {
        var commands = l2.Apply(owned, state.Links.Values, now).ToList();
        var announced = new SortedDictionary<ObjectKey, ValueArray<string>>();
        foreach (var announcement in owned)
        {
            foreach (var service in announcement.Services)
            {
                announced[service] = announcement.Interfaces;
            }
        }

        commands.AddRange(reporter.Report(announced, new SortedDictionary<ObjectKey, ValueArray<string>>(), state, options.NodeName, now));
        return commands;
    }

    private bool IsOurs(ServiceSnapshot service) =>
        service.Type == "LoadBalancer" && service.LoadBalancerClass == options.LoadBalancerClass && !service.IngressIps.IsEmpty;

    private static TimeSpan? Earlier(TimeSpan? one, TimeSpan? other) =>
        one is null || other < one ? other ?? one : one;
}
