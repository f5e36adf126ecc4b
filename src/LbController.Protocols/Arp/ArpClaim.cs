using LbController.Protocols.Wire;

namespace LbController.Protocols.Arp;

/// <summary>What a packet says about who has an address, whoever it is meant for (RFC 5227, 2.1.1 and 2.4).</summary>
/// <param name="Ip">The address.</param>
/// <param name="Mac">Who has it, or wants it.</param>
/// <param name="IsProbe">The sender only asks whether it may have it.</param>
public readonly record struct ArpClaim(uint Ip, MacAddress Mac, bool IsProbe)
{
    /// <summary>The sender's address, or, in a probe, the address asked for.</summary>
    public static ArpClaim Of(in ArpPacket packet) => packet is { SenderIp: 0, Operation: ArpOperation.Request }
        ? new(packet.TargetIp, packet.SenderMac, IsProbe: true)
        : new(packet.SenderIp, packet.SenderMac, IsProbe: false);
}
