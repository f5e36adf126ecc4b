using System.Buffers.Binary;
using LbController.Core.Addresses;
using LbController.Protocols.Wire;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Always: each ARP packet that leaves a node is well formed, is from that node, and claims only what the node answers for.</summary>
public sealed class ArpBytesChecker(World world) : Checker(world, "arp-bytes")
{
    private static readonly byte[] Fixed = [8, 6, 0, 1, 8, 0, 6, 4, 0];

    public override void Sent(SimNode node, ReadOnlySpan<byte> frame)
    {
        if (frame.Length != 42 || !frame.Slice(12, Fixed.Length).SequenceEqual(Fixed) || frame[21] is not (1 or 2))
        {
            Fail($"{node.Name} sends what is no ARP packet: {Convert.ToHexString(frame)}");
        }

        if (MacAddress.Read(frame[6..]) != node.Port.Mac || MacAddress.Read(frame[22..]) != node.Port.Mac)
        {
            Fail($"{node.Name} sends in the name of another hardware address: {Convert.ToHexString(frame)}");
        }

        var claimed = Address.V4(BinaryPrimitives.ReadUInt32BigEndian(frame[28..]));
        if (!node.Answered.Contains(claimed))
        {
            Fail($"{node.Name} claims {claimed}, for which it does not answer");
        }
    }
}
