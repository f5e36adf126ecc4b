using LbController.Core.Addresses;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>One address of L2 mode as the plan has it: who may announce it, in which order, and why the others may not.</summary>
/// <param name="Address">The address.</param>
/// <param name="Services">The Services that share it, sorted; usually one.</param>
/// <param name="Contenders">Eligible nodes, best first; empty: nobody may announce it.</param>
/// <param name="Verdicts">What was found of every node, sorted by node.</param>
public sealed record L2Announcement(
    Address Address,
    ValueArray<ObjectKey> Services,
    ValueArray<L2Contender> Contenders,
    ValueArray<L2NodeVerdict> Verdicts)
{
    /// <summary>The names of the contenders, best first.</summary>
    public IEnumerable<string> Ranking => Contenders.Select(contender => contender.Node);

    /// <summary>Who owns it when nobody does yet.</summary>
    public string? Owner => Contenders.IsEmpty ? null : Contenders[0].Node;

    /// <summary>A node's place in the ranking, from 0; -1: it may not announce.</summary>
    public int RankOf(string node)
    {
        var contenders = Contenders.AsSpan();
        for (var i = 0; i < contenders.Length; i++)
        {
            if (contenders[i].Node == node)
            {
                return i;
            }
        }

        return -1;
    }
}
