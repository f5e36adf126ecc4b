using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Engine.Facts;

namespace LbController.Engine.Speaker;

/// <summary>
/// Over which of our links an address is reached: those with a subnet that holds it; without one, the link that carries the node's own
/// address; without that, all that may announce. A node that is not heard there cannot own the address, however well it is heard elsewhere.
/// </summary>
internal sealed class LinkScope(IEnumerable<LinkSnapshot> links, Address? nodeAddress)
{
    private readonly List<LinkSnapshot> carriers = links.Where(LinkEligibility.MayCarry).ToList();

    /// <param name="address">The address.</param>
    /// <param name="interfaces">Names that the advertisements ask for; empty: any.</param>
    public IReadOnlyList<LinkSnapshot> For(Address address, ValueArray<string> interfaces)
    {
        var named = interfaces.IsEmpty ? carriers : carriers.FindAll(link => interfaces.Contains(link.Name, StringComparer.Ordinal));
        var near = named.FindAll(link => link.Addresses.Any(own => Prefix.Of(own.Address, own.PrefixLength).Contains(address)));
        if (near.Count > 0)
        {
            return near;
        }

        var home = named.FindAll(link => link.Addresses.Any(own => own.Address == nodeAddress));
        return home.Count > 0 ? home : named;
    }
}
