using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Snapshot;

namespace LbController.Engine.Speaker;

/// <summary>How an address stands at one decision, before it is decided.</summary>
/// <param name="Announcement">The address and who may announce it.</param>
/// <param name="Takers">Those of them that could now.</param>
/// <param name="Owner">The best claim of a node that is heard where the address lives, our own included.</param>
/// <param name="Keeper">The owner, if it may go on.</param>
/// <param name="CanAnswer">This node could be heard.</param>
/// <param name="IsOverdue">The owner should long have given it up.</param>
internal sealed record AddressState(
    L2Announcement Announcement, ValueArray<L2Contender> Takers, HeardClaim? Owner, string? Keeper, bool CanAnswer, bool IsOverdue)
{
    public bool CanTakeOver(string node) => CanAnswer && Takers.Any(taker => taker.Node == node);

    /// <summary>0 for the node that it is assigned to; the others wait in the order of their ranks.</summary>
    public int PlaceOf(string node, string? assigned)
    {
        if (node == assigned)
        {
            return 0;
        }

        var before = 1;
        foreach (var taker in Takers.TakeWhile(taker => taker.Node != node))
        {
            before += taker.Node == assigned ? 0 : 1;
        }

        return before;
    }
}
