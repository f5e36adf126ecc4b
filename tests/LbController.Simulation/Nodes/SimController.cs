using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine;
using LbController.Engine.Commands;
using LbController.Engine.Controller;
using LbController.Simulation.Running;

namespace LbController.Simulation.Nodes;

/// <summary>A controller: it reaches the API server and nothing else.</summary>
public sealed class SimController(World world, string name) : SimProcess(world, name)
{
    public override IReadOnlyList<Type> WatchedKinds { get; } =
    [
        typeof(ServiceSnapshot), typeof(NodeSnapshot), typeof(NamespaceSnapshot), typeof(PoolSpec), typeof(L2AdvertisementSpec), typeof(BgpAdvertisementSpec),
        typeof(BgpPeerSpec), typeof(BfdProfileSpec), typeof(CommunitySpec), typeof(ConfigurationStateSnapshot),
    ];

    protected override IReactor MakeReactor() => new ControllerReactor(World.Bug.Tamper(new ControllerOptions(null, World.ConfigNamespace)));

    protected override void CarryOut(Command command)
    {
        if (command is NetworkCommand)
        {
            throw new UnknownCommandException(command);
        }

        World.Api.Submit(this, command);
    }
}
