using LbController.Protocols.Wire;

namespace LbController.Simulation.Network;

/// <summary>An Ethernet frame: the bytes of an ARP or NDP packet, or a client's probe.</summary>
public sealed record SimFrame(MacAddress To, MacAddress From, ReadOnlyMemory<byte> Packet, Probe? Probe)
{
    public static SimFrame Of(byte[] bytes) => new(MacAddress.Read(bytes), MacAddress.Read(bytes.AsSpan(6)), bytes, null);
}
