using LbController.Protocols.Wire;

namespace LbController.Protocols.Ndp;

/// <summary>What a message says about who has an address, whoever it is meant for (RFC 4862, 5.4.3 and 5.4.4).</summary>
/// <param name="Address">The address.</param>
/// <param name="Mac">Who has it, or wants it.</param>
/// <param name="IsProbe">The sender only asks whether it may have it.</param>
public readonly record struct NdpClaim(UInt128 Address, MacAddress Mac, bool IsProbe)
{
    /// <summary>The target of an advertisement; the source of a solicitation, or, without one, its target.</summary>
    public static NdpClaim Of(in NdpMessage message)
    {
        var mac = message.LinkAddress ?? message.EthernetSource;
        return message.Type == NdpType.NeighborAdvertisement ? new(message.Target, mac, IsProbe: false)
            : message.Source == 0 ? new(message.Target, mac, IsProbe: true)
            : new(message.Source, mac, IsProbe: false);
    }
}
