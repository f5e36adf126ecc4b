using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Within a bound: who is asked to leave takes back what it has announced before it ends.</summary>
public sealed class FarewellChecker(World world) : Checker(world, "farewell")
{
    public override void Left(SimProcess process)
    {
        if (process is SimSpeaker { IsInSync: true, Node: { Table.Count: > 0 } node })
        {
            Fail($"{process.Name} ends and answers for {string.Join(", ", node.Answered)}");
        }
    }
}
