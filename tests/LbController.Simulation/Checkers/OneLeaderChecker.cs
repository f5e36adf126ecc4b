using LbController.Engine.Commands;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Always: of several controllers only the one that holds the Lease writes.</summary>
public sealed class OneLeaderChecker(World world) : Checker(world, "one-leader")
{
    public override void Applied(SimProcess process, Command command)
    {
        if (process is SimController { Elects: true } controller && World.Api.Lease.Record?.Holder != controller.Identity)
        {
            Fail($"{process.Name} writes while '{World.Api.Lease.Record?.Holder}' holds the Lease: {Words.Of(command)}");
        }
    }
}
