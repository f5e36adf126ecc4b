namespace LbController.Protocols.Ndp;

/// <summary>The ICMPv6 types of neighbour discovery that find hardware addresses (RFC 4861, 4.3 and 4.4).</summary>
public enum NdpType : byte
{
    NeighborSolicitation = 135,
    NeighborAdvertisement = 136,
}
