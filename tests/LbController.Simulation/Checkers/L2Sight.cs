using LbController.Core.Addresses;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>What is to be seen from outside of who answers for what.</summary>
internal static class L2Sight
{
    /// <summary>It can answer: the machine, its cable and its process are there and go on.</summary>
    public static bool IsPresent(SimNode node) => node is { IsUp: true, HasCarrier: true } && node.Speaker is { IsRunning: true, IsPaused: false, IsLeaving: false };

    /// <summary>Present, in sync long enough to have heard the others, and knows all that the API server knows.</summary>
    public static bool IsSettled(World world, SimNode node) =>
        IsPresent(node) && node.Speaker.IsUpToDate && world.Now - node.Speaker.InSyncAt > world.UntilNoticed;

    public static IEnumerable<SimNode> Answering(World world, Address address) =>
        world.Nodes.Where(node => IsPresent(node) && node.Answered.Contains(address));
}
