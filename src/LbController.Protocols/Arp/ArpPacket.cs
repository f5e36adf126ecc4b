using LbController.Protocols.Wire;

namespace LbController.Protocols.Arp;

/// <summary>An ARP packet for IPv4 over Ethernet, with the Ethernet addresses of the frame that carries it.</summary>
/// <param name="EthernetDestination">Where the frame goes.</param>
/// <param name="EthernetSource">Who sent the frame.</param>
/// <param name="Operation">Request or reply.</param>
/// <param name="SenderMac">ar$sha: the hardware address that the sender claims.</param>
/// <param name="SenderIp">ar$spa: the IPv4 address that the sender claims; 0 in a probe (RFC 5227).</param>
/// <param name="TargetMac">ar$tha: without meaning in a request.</param>
/// <param name="TargetIp">ar$tpa: the IPv4 address asked for.</param>
public readonly record struct ArpPacket(
    MacAddress EthernetDestination,
    MacAddress EthernetSource,
    ArpOperation Operation,
    MacAddress SenderMac,
    uint SenderIp,
    MacAddress TargetMac,
    uint TargetIp)
{
    /// <summary>The answer to a request: the address asked for is at <paramref name="mac"/>.</summary>
    public static ArpPacket ReplyTo(in ArpPacket request, MacAddress mac) => new(
        request.EthernetSource, mac, ArpOperation.Reply, mac, request.TargetIp, request.SenderMac, request.SenderIp);

    /// <summary>Asks whether anybody has an address that we want, and leaves every cache as it is (RFC 5227, 2.1.1).</summary>
    public static ArpPacket Probe(uint ip, MacAddress mac) => new(MacAddress.Broadcast, mac, ArpOperation.Request, mac, 0, default, ip);

    /// <summary>A broadcast that tells every neighbour where an address lives now (RFC 5227, 3: an ARP announcement).</summary>
    public static ArpPacket Gratuitous(ArpOperation operation, uint ip, MacAddress mac) => new(
        MacAddress.Broadcast, mac, operation, mac, ip, operation == ArpOperation.Reply ? MacAddress.Broadcast : default, ip);
}
