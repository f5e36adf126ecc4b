using LbController.Core.Addresses;
using LbController.Core.Allocation;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;

namespace LbController.Engine.Controller;

/// <summary>
/// Finds Services that ask for each other's addresses in a circle. As none of them can be served first, the one whose request closes the
/// circle gives up its own; the others then move one by one, each once its new address was seen to be free.
/// </summary>
internal sealed class AddressExchange(AddressLedger ledger, WaitingServices waiting)
{
    private const int LongestCircle = 64;

    public AllocationDecision Resolve(ServiceSnapshot service, AllocationDecision decision)
    {
        if (decision.Addresses.IsEmpty || decision.Wait is not { Addresses.IsEmpty: false } wait || PartnerOf(service.Key, wait.Addresses) is not { } partner)
        {
            return decision;
        }

        var reason = AllocationReasons.GivenUpForExchange(decision.Addresses, partner);
        return decision with { Addresses = [], Pool = "", Reason = reason, Loss = reason };
    }

    /// <summary>The next Service in the circle; null: there is no circle.</summary>
    private ObjectKey? PartnerOf(ObjectKey service, ValueArray<Address> wanted)
    {
        var first = ObstacleTo(service, wanted);
        var current = first;
        for (var length = 0; current is { } other && length < LongestCircle; length++)
        {
            current = ObstacleTo(other, waiting.AddressesFor(other));
            if (current == service)
            {
                return first;
            }
        }

        return null;
    }

    /// <summary>The one Service that is in the way, if it wants to leave; null: there is none, or more than one.</summary>
    private ObjectKey? ObstacleTo(ObjectKey service, ValueArray<Address> wanted)
    {
        ObjectKey? obstacle = null;
        foreach (var address in wanted)
        {
            foreach (var claim in ledger.ClaimsOn(address))
            {
                if (claim.Service == service || claim.Service == obstacle)
                {
                    continue;
                }

                if (obstacle is not null || waiting.AddressesFor(claim.Service).AsSpan().Contains(address))
                {
                    return null;
                }

                obstacle = claim.Service;
            }
        }

        return obstacle;
    }
}
