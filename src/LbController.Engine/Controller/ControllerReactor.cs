using LbController.Core.Allocation;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Configuring;
using LbController.Engine.Facts;
using LbController.Engine.Figures;
using LbController.Engine.Leading;

namespace LbController.Engine.Controller;

/// <summary>
/// The controller without I/O:
///
///   facts -> <see cref="ControllerState"/> -> <see cref="AssignmentPlan"/> -> status writes, Events
///                                             \-> <see cref="PoolStatusReporter"/>
///
/// It holds nothing that cannot be read again from the cluster: after a restart every address in a status is adopted before a
/// new one is given. Nothing is commanded before every watch is in sync, while another leads, nor after the word to leave; only that a right is
/// missing is said before, as that may be why.
/// </summary>
public sealed class ControllerReactor : IReactor
{
    private readonly ControllerState state;
    private readonly ControllerOptions options;
    private ConfigEvents configEvents = new();
    private readonly AddressPromises promises;
    private ValueArray<AddressPromise> left;
    private AssignmentPlan plan;
    private PoolStatusReporter poolStatus = new();
    private bool isLeader;
    private ConfigurationReporter configReport = new();
    private readonly ConfigurationReporter rightReport = new();
    private readonly MissingRights rights = new("controller");
    private bool isAdopted;
    private bool isLeaving;

    public ControllerReactor(ControllerOptions options)
    {
        state = new ControllerState(options.Namespace);
        promises = new AddressPromises(isRecorded: options.ElectsLeader);
        plan = new AssignmentPlan(options, state, promises);
        this.options = options;
        isLeader = !options.ElectsLeader;
    }

    public Step Step(IReadOnlyList<Fact> facts, TimeSpan now)
    {
        var commands = new List<Command>();
        foreach (var fact in facts)
        {
            Fold(fact, now, commands);
        }

        if (!state.IsInSync || isLeaving || !isLeader)
        {
            return rights.AreNone || isLeaving
                ? new Step([], null)
                : new Step([.. rightReport.Report(rights.AddTo(state.Verdict), now)], rightReport.NextDeadline);
        }

        var isConfigChanged = state.RefreshConfig();
        if (isConfigChanged)
        {
            commands.AddRange(configEvents.Report(state));
        }

        if (!isAdopted)
        {
            isAdopted = true;
            plan.AdoptAll(left);
        }

        commands.AddRange(plan.Decide(now));
        commands.AddRange(poolStatus.Report(state, plan.Ledger, isConfigChanged, now));
        commands.AddRange(configReport.Report(rights.AddTo(state.Verdict), now));
        return new Step(commands, new[] { plan.NextDeadline, poolStatus.NextDeadline, configReport.NextDeadline }.Min());
    }

    public IEnumerable<Figure> Figures() => ControllerFigures.Of(state, plan.Ledger, isLeader && !isLeaving);

    private void Fold(Fact fact, TimeSpan now, List<Command> commands)
    {
        state.Fold(fact);
        rights.Fold(fact);
        switch (fact)
        {
            case Fact.Seen { Object: ServiceSnapshot service }:
                commands.AddRange(FoldService(service));
                break;
            case Fact.Gone gone when gone.Kind == typeof(ServiceSnapshot):
                plan.Gone(gone.Key);
                break;
            case Fact.Seen { Object: PoolSpec pool }:
                poolStatus.Seen(pool.Key);
                break;
            case Fact.Gone gone when gone.Kind == typeof(PoolSpec):
                poolStatus.Seen(gone.Key);
                break;
            case Fact.Ended { Command: Command.WriteServiceStatus command } ended:
                commands.AddRange(plan.Ended(command, ended.Outcome, now));
                break;
            case Fact.Ended { Command: Command.RecordPromises command } ended:
                plan.Ended(command, ended.Outcome, now);
                break;
            case Fact.Ended { Command: Command.WritePoolStatus command } ended:
                poolStatus.Ended(command, ended.Outcome, now);
                break;
            case Fact.Leadership leadership:
                FoldLeadership(leadership);
                break;
            case Fact.Ended { Command: Command.WriteConfigurationState } ended:
                configReport.Fold(ended, now);
                rightReport.Fold(ended, now);
                break;
            case Fact.Seen { Object: ConfigurationStateSnapshot }:
                configReport.Seen(state.OwnState);
                break;
            case Fact.Gone gone when gone.Kind == typeof(ConfigurationStateSnapshot):
                configReport.Seen(state.OwnState);
                break;
            case Fact.Leaving:
                isLeaving = true;
                break;
        }
    }

    /// <summary>Who leads anew adopts anew: in the meantime another may have decided otherwise.</summary>
    private void FoldLeadership(Fact.Leadership leadership)
    {
        if (leadership.IsLeader == isLeader)
        {
            return;
        }

        isLeader = leadership.IsLeader;
        isAdopted = false;
        left = leadership.Promises;
        promises.Forget();
        plan = new AssignmentPlan(options, state, promises);
        poolStatus = new PoolStatusReporter();
        configEvents = new ConfigEvents();
        configReport = new ConfigurationReporter();
        configReport.Seen(state.OwnState);
        state.Forget();
    }

    private IEnumerable<Command> FoldService(ServiceSnapshot service)
    {
        if (state.IsReplacedBy(service))
        {
            plan.Gone(service.Key);
        }

        return state.FoldService(service) && isAdopted ? plan.Seen(service) : [];
    }
}
