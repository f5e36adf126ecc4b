using LbController.Core.Addresses;

namespace LbController.Core.Election;

/// <summary>
/// Who announces an address in L2 mode. Every speaker ranks the same candidates by the same rule and so comes to the same
/// owner without a vote; the second in rank is the successor, known in advance.
///
///   1. the node that serves most of the Services on the address
///   2. the higher sum of preference weights
///   3. the lower stable hash of (node, address), which spreads addresses over nodes and moves
///      only the addresses of a node that comes or goes
///   4. the name, should two hashes be equal
/// </summary>
public static class L2Election
{
    /// <summary>All candidates, best first. The first is the owner; an empty list means that nobody may announce.</summary>
    public static IReadOnlyList<string> Rank(Address address, IEnumerable<L2Candidate> candidates)
    {
        var text = address.ToString();
        return candidates
            .OrderByDescending(candidate => candidate.ServicesServed)
            .ThenByDescending(candidate => candidate.Preference)
            .ThenBy(candidate => StableHash.Of(candidate.Node, text))
            .ThenBy(candidate => candidate.Node, StringComparer.Ordinal)
            .Select(candidate => candidate.Node)
            .ToList();
    }
}
