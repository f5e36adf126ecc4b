using LbController.Core.Addresses;
using LbController.Protocols.Liveness;
using LbController.Protocols.Wire;

namespace LbController.Engine.Speaker;

/// <summary>What this node claims, cut into parts that each fit into a heartbeat; at least one, which may be empty.</summary>
internal static class ClaimPages
{
    public static IReadOnlyList<ValueSequence<HeartbeatClaim>> Of(IReadOnlyDictionary<Address, Holding> holdings, Predicate<Address> isAnswered, Predicate<Address> isDisputed)
    {
        var pages = new List<ValueSequence<HeartbeatClaim>>();
        var page = new List<HeartbeatClaim>();
        var room = HeartbeatCodec.ClaimSpace;
        foreach (var (address, holding) in holdings)
        {
            var offeredTo = holding.OfferedTo is { } node ? NodeTag.Of(node) : 0;
            var claim = new HeartbeatClaim(address.Value, address.Family == IpFamily.V6, holding.Term, offeredTo) { IsSilent = !isAnswered(address), IsDisputed = isDisputed(address) };
            if (HeartbeatCodec.SizeOf(claim) > room)
            {
                pages.Add([.. page]);
                page.Clear();
                room = HeartbeatCodec.ClaimSpace;
            }

            page.Add(claim);
            room -= HeartbeatCodec.SizeOf(claim);
        }

        pages.Add([.. page]);
        return pages;
    }
}
