using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine;
using LbController.Engine.Commands;
using LbController.Engine.Controller;
using LbController.Simulation.Running;

namespace LbController.Simulation.Nodes;

/// <summary>A controller: it reaches the API server and nothing else. Where there are several, they elect one.</summary>
public sealed class SimController(World world, string name, bool elects) : SimProcess(world, name)
{
    private SimElection? election;

    public override IReadOnlyList<Type> WatchedKinds { get; } =
    [
        typeof(ServiceSnapshot), typeof(NodeSnapshot), typeof(NamespaceSnapshot), typeof(PoolSpec), typeof(L2AdvertisementSpec), typeof(BgpAdvertisementSpec),
        typeof(BgpPeerSpec), typeof(BfdProfileSpec), typeof(CommunitySpec), typeof(ConfigurationStateSnapshot),
    ];

    /// <summary>Under which name this run takes the Lease.</summary>
    public string Identity => $"{Name} run {Run}";

    /// <summary>It is one of several.</summary>
    public bool Elects => elects;

    /// <summary>Grows when it begins or ceases to lead; writes of an earlier term are given up.</summary>
    public override int Term => term;

    private int term;

    internal TimeSpan Now => OwnTime(World.Now);

    internal int NextTerm() => ++term;

    internal void ReadServicesAnew(Action done) => Watches.First(watch => watch.Kind == nameof(ServiceSnapshot)).ListAnew(done);

    protected override IReactor MakeReactor() => new ControllerReactor(World.Bug.Tamper(new ControllerOptions(null, World.ConfigNamespace) { ElectsLeader = elects, AddressCoolDown = World.CoolDown }));

    protected override void Started()
    {
        if (elects)
        {
            election = new SimElection(World, this);
            election.Begin();
        }
    }

    protected override void Woken() => election?.Woken();

    protected override void AskedToLeave() => election?.Release();

    protected override void CarryOut(Command command)
    {
        if (command is NetworkCommand)
        {
            throw new UnknownCommandException(command);
        }

        if (command is Command.RecordPromises record)
        {
            election!.Record(record);
            return;
        }

        World.Api.Submit(this, command);
    }
}
