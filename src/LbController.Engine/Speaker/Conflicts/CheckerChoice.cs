using LbController.Core.Addresses;
using LbController.Protocols.Wire;

namespace LbController.Engine.Speaker.Conflicts;

/// <summary>Which speaker checks whether an address is answered by its owner: one of those on the owner's link, the owner itself never.</summary>
internal sealed class CheckerChoice
{
    private readonly string ownNode;
    private readonly SortedDictionary<string, (int Link, MacAddress Mac)> places = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, List<string>> company = [];

    /// <param name="ownNode">This node.</param>
    /// <param name="alive">The speakers that are heard, sorted by name, each with our link and its own hardware address.</param>
    public CheckerChoice(string ownNode, IEnumerable<(string Node, int Link, MacAddress Mac)> alive)
    {
        this.ownNode = ownNode;
        foreach (var (node, link, mac) in alive)
        {
            places.TryAdd(node, (link, mac));
            company.TryAdd(link, [ownNode]);
            company[link].Add(node);
        }

        foreach (var nodes in company.Values)
        {
            nodes.Sort(StringComparer.Ordinal);
        }
    }

    /// <summary>Where to ask, and whose answer is right; null: another node asks.</summary>
    public (int Link, MacAddress Owner)? Of(Address address, string owner)
    {
        if (!places.TryGetValue(owner, out var place))
        {
            return null;
        }

        var nodes = company[place.Link];
        var at = (int)(StableHash.Of(address.ToString(), "") % (ulong)nodes.Count);
        var checker = nodes[at] == owner ? nodes[(at + 1) % nodes.Count] : nodes[at];
        return checker == ownNode ? place : null;
    }
}
