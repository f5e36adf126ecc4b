using LbController.Core.Addresses;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>One address of L2 mode as the plan has it: who announces it, who would be next, and why the others may not.</summary>
/// <param name="Address">The address.</param>
/// <param name="Services">The Services that share it, sorted; usually one.</param>
/// <param name="Ranking">Eligible nodes, best first; empty: nobody may announce it.</param>
/// <param name="Verdicts">What was found of every node, sorted by node.</param>
/// <param name="Interfaces">The interfaces that the advertisements name for the owner; empty: all.</param>
public sealed record L2Announcement(
    Address Address,
    ValueArray<ObjectKey> Services,
    ValueArray<string> Ranking,
    ValueArray<L2NodeVerdict> Verdicts,
    ValueArray<string> Interfaces)
{
    public string? Owner => Ranking.IsEmpty ? null : Ranking[0];
}
