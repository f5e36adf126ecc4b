using LbController.Core.Addresses;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>
/// Who gets which address. Pure: speakers that see the same owners and the same living nodes come to the same answer.
///
///   sticky   an address that has an owner keeps it; nothing moves because a node has returned
///   spread   an address that has none goes to the first in its ranking that holds less than its bound: 1.25 times the mean of the nodes
///            that the address could go to, and never less than the mean rounded up
///   moves    who holds more than its bound, or is of a lower class than others, gives away by planned moves, down to the mean
///
/// Addresses with the same best nodes are one group; mean and bound are those of the group.
/// </summary>
public static class Ownership
{
    /// <summary>The owner of every address that anybody can own: the present one, or who is to take it.</summary>
    public static SortedDictionary<Address, string> Assign(IReadOnlyList<OwnedAddress> addresses)
    {
        var owners = new SortedDictionary<Address, string>();
        foreach (var group in GroupsOf(addresses))
        {
            foreach (var address in group.Addresses.Where(address => address.Owner is null))
            {
                owners[address.Address] = group.Take(address);
            }
        }

        foreach (var address in addresses.Where(address => address.Owner is not null))
        {
            owners[address.Address] = address.Owner!;
        }

        return owners;
    }

    /// <summary>The planned moves that bring every owner under its bound and into the best class; sorted by group, then address.</summary>
    public static IReadOnlyList<OwnerMove> Moves(IReadOnlyList<OwnedAddress> addresses)
    {
        var moves = new List<OwnerMove>();
        foreach (var group in GroupsOf(addresses))
        {
            foreach (var address in group.Addresses.Where(address => address.Owner is { } owner && !address.Best.Any(contender => contender.Node == owner)))
            {
                moves.Add(new(address.Address, address.Owner!, group.Take(address)));
            }

            foreach (var node in group.Overloaded.ToList())
            {
                foreach (var address in group.Addresses.Where(address => address.Owner == node).ToList())
                {
                    if (group.LoadOf(node) > group.RoundedMean)
                    {
                        moves.Add(new(address.Address, node, group.Relieve(node, address)));
                    }
                }
            }
        }

        return moves;
    }

    private static List<Group> GroupsOf(IReadOnlyList<OwnedAddress> addresses)
    {
        var groups = new SortedDictionary<string, Group>(StringComparer.Ordinal);
        foreach (var address in addresses.Where(address => !address.Contenders.IsEmpty).OrderBy(address => address.Address))
        {
            var best = address.Best.Select(contender => contender.Node).Order(StringComparer.Ordinal).ToList();
            var key = string.Join('\n', best);
            if (!groups.TryGetValue(key, out var group))
            {
                groups[key] = group = new Group(best);
            }

            group.Add(address);
        }

        return [.. groups.Values];
    }

    private sealed class Group(IReadOnlyList<string> nodes)
    {
        private readonly SortedDictionary<string, int> loads = new(nodes.ToDictionary(node => node, _ => 0), StringComparer.Ordinal);

        public List<OwnedAddress> Addresses { get; } = [];

        public int RoundedMean => (Addresses.Count + loads.Count - 1) / loads.Count;

        public IEnumerable<string> Overloaded => loads.Where(pair => pair.Value > Bound).Select(pair => pair.Key);

        private int Bound => Math.Max(RoundedMean, Addresses.Count * 5 / (loads.Count * 4));

        public void Add(OwnedAddress address)
        {
            Addresses.Add(address);
            if (address.Owner is { } owner && loads.TryGetValue(owner, out var load))
            {
                loads[owner] = load + 1;
            }
        }

        public int LoadOf(string node) => loads[node];

        public string Take(OwnedAddress address)
        {
            var taker = address.Best.FirstOrDefault(contender => loads[contender.Node] < Bound) ?? address.Best.MinBy(contender => loads[contender.Node])!;
            loads[taker.Node]++;
            return taker.Node;
        }

        public string Relieve(string node, OwnedAddress address)
        {
            var taker = address.Best.MinBy(contender => loads[contender.Node])!;
            loads[node]--;
            loads[taker.Node]++;
            return taker.Node;
        }
    }
}
