using LbController.Core.Addresses;

namespace LbController.Core.Election;

/// <summary>
/// In which order nodes are to announce an address in L2 mode. Every speaker ranks the same candidates by the same rule, so the
/// successors of an owner are known in advance and no vote is needed.
///
///   1. nodes that are not draining
///   2. the node that serves most of the Services on the address
///   3. the higher sum of preference weights
///   4. the lower stable hash of (node, address), which spreads addresses over nodes and moves
///      only the addresses of a node that comes or goes
///   5. the name, should two hashes be equal
///
/// Who owns an address already keeps it: that is decided by <see cref="Announcing.Ownership"/>.
/// </summary>
public static class L2Election
{
    /// <summary>All candidates, best first.</summary>
    public static IReadOnlyList<L2Candidate> Rank(Address address, IEnumerable<L2Candidate> candidates)
    {
        var text = address.ToString();
        return candidates
            .OrderBy(candidate => candidate.IsDraining)
            .ThenByDescending(candidate => candidate.ServicesServed)
            .ThenByDescending(candidate => candidate.Preference)
            .ThenBy(candidate => StableHash.Of(candidate.Node, text))
            .ThenBy(candidate => candidate.Node, StringComparer.Ordinal)
            .ToList();
    }
}
