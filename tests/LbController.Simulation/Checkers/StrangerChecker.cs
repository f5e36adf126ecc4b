using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Always: no node begins to answer for an address that a host on its side of the segment has.</summary>
public sealed class StrangerChecker(World world) : Checker(world, "stranger")
{
    public override void Published(SimNode node)
    {
        foreach (var stranger in World.Strangers.Where(stranger => World.Lan.Connects(stranger.Port, node.Port) && node.Answered.Contains(stranger.Address)))
        {
            Fail($"{node.Name} answers for {stranger.Address}, which a stranger has");
        }
    }
}
