using LbController.Protocols.Wire;

namespace LbController.Simulation.Network;

/// <summary>An Ethernet frame: the bytes of an ARP packet, or a client's probe.</summary>
public sealed record SimFrame(MacAddress To, MacAddress From, ReadOnlyMemory<byte> Arp, Probe? Probe)
{
    public static SimFrame OfArp(byte[] bytes) => new(MacAddress.Read(bytes), MacAddress.Read(bytes.AsSpan(6)), bytes, null);
}
