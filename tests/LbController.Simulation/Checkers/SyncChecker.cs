using LbController.Engine.Commands;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Always: no command before every watch is in sync.</summary>
public sealed class SyncChecker(World world) : Checker(world, "before-sync")
{
    public override void Commanded(SimProcess process, Command command)
    {
        if (!process.IsInSync)
        {
            Fail($"{process.Name} commands {Words.Of(command)} before it is in sync");
        }
    }
}
