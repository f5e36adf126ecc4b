namespace LbController.Protocols.Bgp;

/// <summary>What one routing table is about: an address family and a subsequent one (RFC 4760). Values of a peer may be unknown to us.</summary>
public readonly record struct BgpFamily(AddressFamilyIdentifier Afi, byte Safi)
{
    public const byte Unicast = 1;

    public static readonly BgpFamily Ipv4Unicast = new(AddressFamilyIdentifier.Ipv4, Unicast);
    public static readonly BgpFamily Ipv6Unicast = new(AddressFamilyIdentifier.Ipv6, Unicast);

    public bool IsKnown => this == Ipv4Unicast || this == Ipv6Unicast;

    public override string ToString() => this switch
    {
        { Afi: AddressFamilyIdentifier.Ipv4, Safi: Unicast } => "ipv4-unicast",
        { Afi: AddressFamilyIdentifier.Ipv6, Safi: Unicast } => "ipv6-unicast",
        _ => $"family {(ushort)Afi}/{Safi}",
    };
}
