using LbController.Core.Addresses;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>
/// Always: no node begins to answer for an address that a host on its side of the segment has, unless it was one of ours before: who comes where
/// one of ours answers, or has answered, is told that it is wrong.
/// </summary>
public sealed class StrangerChecker(World world) : Checker(world, "stranger")
{
    /// <summary>Those that one of ours has answered for since they are announced.</summary>
    private readonly SortedSet<Address> ours = [];

    public override void Published(SimNode node)
    {
        foreach (var stranger in World.Strangers.Where(stranger => World.Lan.Connects(stranger.Port, node.Port) && node.Answered.Contains(stranger.Address)))
        {
            if (!ours.Contains(stranger.Address))
            {
                Fail($"{node.Name} answers for {stranger.Address}, which a stranger has");
            }
        }

        ours.UnionWith(node.Answered);
    }

    public override void Tick() => ours.IntersectWith(World.L2Vips());
}
