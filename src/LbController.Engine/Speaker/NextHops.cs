using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Engine.Facts;
using LbController.Protocols.Bgp;
using LbController.Protocols.Bgp.Session;

namespace LbController.Engine.Speaker;

/// <summary>Our end of a connection: for the other address family it is an address of the same link, or else of the node.</summary>
internal static class NextHops
{
    private const int LinkLocalPrefixLength = 10;
    private static readonly Prefix LinkLocal = Prefix.Of(Address.Parse("fe80::"), LinkLocalPrefixLength);

    /// <param name="local">The connection's own address.</param>
    /// <param name="links">The node's links.</param>
    /// <param name="node">Null: not known.</param>
    public static LocalEnds Of(Address local, IEnumerable<LinkSnapshot> links, NodeSnapshot? node)
    {
        var other = links
            .Where(link => link.Addresses.Any(entry => entry.Address == local))
            .SelectMany(link => link.Addresses.Select(entry => entry.Address))
            .Concat(node?.InternalIps ?? [])
            .Where(address => address.Family != local.Family)
            .OrderBy(LinkLocal.Contains)
            .Select(address => (Address?)address)
            .FirstOrDefault();
        var ends = LocalEnds.Of(ToBgp(local));
        if (other is not { } beside)
        {
            return ends;
        }

        return local.Family == IpFamily.V4 ? ends with { Ipv6 = ToBgp(beside) } : ends with { Ipv4 = ToBgp(beside) };
    }

    public static BgpAddress ToBgp(Address address) => new(
        address.Family == IpFamily.V4 ? AddressFamilyIdentifier.Ipv4 : AddressFamilyIdentifier.Ipv6,
        address.Value);
}
