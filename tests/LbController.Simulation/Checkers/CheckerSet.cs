using LbController.Core.Addresses;
using LbController.Engine.Commands;
using LbController.Protocols.Wire;
using LbController.Simulation.Network;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>All rules.</summary>
public sealed class CheckerSet
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    private readonly World world;
    private readonly List<Checker> all;
    private readonly SilenceChecker silence;

    public CheckerSet(World world)
    {
        this.world = world;
        Company = new Company(world);
        silence = new SilenceChecker(world);
        all =
        [
            new SyncChecker(world),
            new OneLeaderChecker(world),
            new DoubleAddressChecker(world),
            new PoolAddressChecker(world),
            new ReservedAddressChecker(world),
            new SteadyAssignmentChecker(world),
            new ToldChecker(world),
            new NeighbourBytesChecker(world),
            new StaleAnswerChecker(world),
            new HeartbeatChecker(world),
            new StrangerChecker(world),
            new StatusTruthChecker(world),
            new TakeOverChecker(world),
            new HealedSegmentChecker(world),
            new BurstChecker(world),
            new RefreshChecker(world),
            new UnaskedTakerChecker(world),
            new TwoOwnersChecker(world),
            new NoOwnerChecker(world),
            new DrainChecker(world),
            new FarewellChecker(world),
            new SuddenWithdrawalChecker(world),
            new PathLossChecker(world),
            new IdleStepsChecker(world),
            new ServedChecker(world),
            new RouteChecker(world),
            new ReachChecker(world),
            new StatusAtRestChecker(world),
            silence,
        ];
    }

    public Company Company { get; }

    /// <summary>All rules, also those that are watched where they can be broken.</summary>
    public IEnumerable<string> Names => all.Select(checker => checker.Name).Concat(["strict-bytes", "defect"]);

    public void Begin() => world.Agenda.After(Beat, Tick);

    public void Commanded(SimProcess process, Command command) => all.ForEach(checker => checker.Commanded(process, command));

    public void Stepped(SimProcess process, bool isIdle) => all.ForEach(checker => checker.Stepped(process, isIdle));

    public void Applied(SimProcess process, Command command) => all.ForEach(checker => checker.Applied(process, command));

    public void Published(SimNode node) => all.ForEach(checker => checker.Published(node));

    public void Sent(SimNode node, byte[] frame) => all.ForEach(checker => checker.Sent(node, frame));

    public void SentTcp(SimNode node, ReadOnlyMemory<byte> bytes) => all.ForEach(checker => checker.SentTcp(node, bytes.Span));

    public void SentDatagram(SimNode node, ReadOnlyMemory<byte> bytes) => all.ForEach(checker => checker.SentDatagram(node, bytes.Span));

    public void Resolved(SimClient client, Address vip, MacAddress mac) => all.ForEach(checker => checker.Resolved(client, vip, mac));

    public void Left(SimProcess process) => all.ForEach(checker => checker.Left(process));

    public void Joined() => all.ForEach(checker => checker.Joined());

    /// <summary>The faults have ended long ago.</summary>
    public void AtRest() => all.ForEach(checker => checker.AtRest());

    /// <summary>From now on nothing but keepalives may be heard.</summary>
    public void BeginSilence() => silence.IsOn = true;

    private void Tick()
    {
        Company.Tick();
        all.ForEach(checker => checker.Tick());
        world.Agenda.After(Beat, Tick);
    }
}
