using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Snapshot;

namespace LbController.Engine.Speaker;

/// <summary>Which of its addresses a node is to give to others so that all hold their share. Balance waits until the same nodes have been there for a while.</summary>
/// <param name="ownNode">The node.</param>
/// <param name="rebalanceAfter">How long a while is.</param>
internal sealed class BalanceMoves(string ownNode, TimeSpan rebalanceAfter)
{
    /// <summary>How many planned moves for balance are under way at once.</summary>
    private const int MostMoves = 64;

    private ValueArray<string> lastTakers;
    private TimeSpan stableSince;

    /// <summary>From when on addresses are moved, if the nodes stay the same.</summary>
    public TimeSpan Due => stableSince + rebalanceAfter;

    /// <param name="owned">All addresses, each with its owner and who could be one.</param>
    /// <param name="now">The reactor's time.</param>
    /// <returns>For addresses of this node: who is to have them.</returns>
    public SortedDictionary<Address, string> At(IReadOnlyList<OwnedAddress> owned, TimeSpan now)
    {
        var takers = owned.SelectMany(address => address.Contenders).Select(taker => taker.Node).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToValueArray();
        if (takers != lastTakers)
        {
            (lastTakers, stableSince) = (takers, now);
        }

        var moves = new SortedDictionary<Address, string>();
        if (now < Due)
        {
            return moves;
        }

        foreach (var move in Ownership.Moves(owned).Where(move => move.From == ownNode).Take(MostMoves))
        {
            moves[move.Address] = move.To;
        }

        return moves;
    }
}
