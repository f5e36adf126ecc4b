using LbController.Simulation.Network;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Always: each ARP or NDP packet that leaves a node is well formed, is from that node, and claims only what the node answers for.</summary>
public sealed class NeighbourBytesChecker(World world) : Checker(world, "neighbour-bytes")
{
    public override void Sent(SimNode node, ReadOnlySpan<byte> frame)
    {
        if (StrictNeighbour.IsProbe(frame, node.Port.Mac))
        {
            return;
        }

        if (StrictNeighbour.TryRead(frame) is not { IsClaim: true } claim)
        {
            Fail($"{node.Name} sends what is no ARP or NDP packet: {Convert.ToHexString(frame)}");
            return;
        }

        if (claim.Mac != node.Port.Mac)
        {
            Fail($"{node.Name} sends in the name of another hardware address: {Convert.ToHexString(frame)}");
        }

        if (!node.Answered.Contains(claim.Claimed))
        {
            Fail($"{node.Name} claims {claim.Claimed}, for which it does not answer");
        }
    }
}
