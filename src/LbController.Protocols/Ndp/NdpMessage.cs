using LbController.Protocols.Wire;

namespace LbController.Protocols.Ndp;

/// <summary>A Neighbour Solicitation or Advertisement with the addresses of the packet and the frame that carry it.</summary>
/// <param name="EthernetDestination">Where the frame goes.</param>
/// <param name="EthernetSource">Who sent the frame.</param>
/// <param name="Source">The IPv6 source; 0 in a probe by who wants the target for itself (RFC 4862, 5.4.2).</param>
/// <param name="Destination">The IPv6 destination.</param>
/// <param name="Type">Solicitation or advertisement.</param>
/// <param name="Flags">Of an advertisement.</param>
/// <param name="Target">The address asked for, or told of.</param>
/// <param name="LinkAddress">The source (solicitation) or target (advertisement) link-layer address option; null: there is none.</param>
public readonly record struct NdpMessage(
    MacAddress EthernetDestination,
    MacAddress EthernetSource,
    UInt128 Source,
    UInt128 Destination,
    NdpType Type,
    NdpFlags Flags,
    UInt128 Target,
    MacAddress? LinkAddress)
{
    /// <summary>
    /// The answer to a solicitation (RFC 4861, 7.2.4). To a probe it goes to all nodes and is not Solicited. The source is the address
    /// asked for: it is ours, and a link need not have another one.
    /// </summary>
    public static NdpMessage AnswerTo(in NdpMessage solicitation, MacAddress mac) => solicitation.Source == 0
        ? Unsolicited(solicitation.Target, mac)
        : new(
            solicitation.LinkAddress is { IsGroup: false } asker ? asker : solicitation.EthernetSource,
            mac,
            solicitation.Target,
            solicitation.Source,
            NdpType.NeighborAdvertisement,
            NdpFlags.Solicited | NdpFlags.Override,
            solicitation.Target,
            mac);

    /// <summary>Tells all neighbours where an address lives now (RFC 4861, 7.2.6).</summary>
    public static NdpMessage Unsolicited(UInt128 address, MacAddress mac) => new(
        NdpAddress.MacOfGroup(NdpAddress.AllNodes), mac, address, NdpAddress.AllNodes, NdpType.NeighborAdvertisement, NdpFlags.Override, address, mac);

    /// <summary>Asks whether anybody has an address that we want (RFC 4862, 5.4.2).</summary>
    public static NdpMessage Probe(UInt128 address, MacAddress mac)
    {
        var group = NdpAddress.SolicitedNode(address);
        return new(NdpAddress.MacOfGroup(group), mac, 0, group, NdpType.NeighborSolicitation, NdpFlags.None, address, null);
    }
}
