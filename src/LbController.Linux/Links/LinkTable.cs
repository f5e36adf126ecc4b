using LbController.Core.Snapshot;
using LbController.Engine.Facts;

namespace LbController.Linux.Links;

/// <summary>Joins what netlink says of links and of addresses into whole links, and tells which facts that makes.</summary>
internal sealed class LinkTable
{
    private readonly SortedDictionary<int, LinkSnapshot> links = [];
    private readonly SortedDictionary<int, List<LinkAddress>> addresses = [];

    /// <summary>Takes a change in; null when nothing is new.</summary>
    public Fact? Apply(NetlinkChange change) => change switch
    {
        NetlinkChange.LinkIs { Link: var link } => Put(link),
        NetlinkChange.LinkGone { Index: var index } => Remove(index),
        NetlinkChange.AddressIs { LinkIndex: var index, Address: var address } => ChangeAddresses(index, list =>
        {
            list.Remove(address);
            list.Add(address);
        }),
        NetlinkChange.AddressGone { LinkIndex: var index, Address: var address } => ChangeAddresses(index, list => list.Remove(address)),
        _ => null,
    };

    private NetworkFact.LinkSeen? Put(LinkSnapshot link)
    {
        var whole = link with { Addresses = AddressesOf(link.Index) };
        if (links.TryGetValue(link.Index, out var old) && old == whole)
        {
            return null;
        }

        links[link.Index] = whole;
        return new(whole);
    }

    private NetworkFact.LinkGone? Remove(int index)
    {
        addresses.Remove(index);
        return links.Remove(index) ? new(index) : null;
    }

    private NetworkFact.LinkSeen? ChangeAddresses(int index, Action<List<LinkAddress>> change)
    {
        if (!addresses.TryGetValue(index, out var list))
        {
            addresses[index] = list = [];
        }

        change(list);
        return links.TryGetValue(index, out var link) ? Put(link) : null;
    }

    private ValueArray<LinkAddress> AddressesOf(int index) =>
        addresses.TryGetValue(index, out var list) ? list.OrderBy(entry => entry.Address).ToValueArray() : [];
}
