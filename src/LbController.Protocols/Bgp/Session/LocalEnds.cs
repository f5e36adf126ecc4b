namespace LbController.Protocols.Bgp.Session;

/// <summary>Our end of a connection and the addresses beside it that can be next hops.</summary>
/// <param name="Transport">The address that the connection itself has.</param>
/// <param name="Ipv4">Next hop of IPv4 routes; null: there is none.</param>
/// <param name="Ipv6">Next hop of IPv6 routes, link-local if there is no other; null: there is none.</param>
public sealed record LocalEnds(BgpAddress Transport, BgpAddress? Ipv4, BgpAddress? Ipv6)
{
    /// <summary>The connection's own address and no other.</summary>
    public static LocalEnds Of(BgpAddress transport) => transport.Afi == AddressFamilyIdentifier.Ipv6 ? new(transport, null, transport) : new(transport, transport, null);
}
