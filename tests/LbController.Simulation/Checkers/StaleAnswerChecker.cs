using LbController.Simulation.Network;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Always: who has not looked at the world for as long as the others take to call it dead claims nothing, also not what waits in its buffer when it is woken.</summary>
public sealed class StaleAnswerChecker(World world) : Checker(world, "stale-answer")
{
    private readonly SortedDictionary<string, TimeSpan> looked = new(StringComparer.Ordinal);

    /// <summary>Clocks go wrong by a hundredth; a packet loop is told when to end by a clock.</summary>
    private TimeSpan Bound => World.Liveness.Timeout * 1.02;

    public override void Stepped(SimProcess process, bool isIdle) => looked[process.Name] = World.Now;

    public override void Sent(SimNode node, ReadOnlySpan<byte> frame)
    {
        if (looked.TryGetValue(node.Speaker.Name, out var at) && World.Now - at > Bound && StrictNeighbour.TryRead(frame) is { IsClaim: true } claim)
        {
            Fail($"{node.Name} claims {claim.Claimed} and has not looked at the world since {at.TotalSeconds:0.000} s");
        }
    }
}
