namespace LbController.Protocols.Bgp;

/// <summary>The families of addresses that can be announced, by their IANA numbers.</summary>
public enum AddressFamilyIdentifier : ushort
{
    None = 0,
    Ipv4 = 1,
    Ipv6 = 2,
}
