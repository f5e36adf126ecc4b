using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;

namespace LbController.Core.Allocation;

/// <summary>Adds to what a Service keeps what it still lacks.</summary>
internal sealed class AddressCompletion(AddressSource source, ServiceSnapshot service, AddressRequest request, DecisionTrace? trace)
{
    public bool IsSecondFamilyOptional => request.IsSecondFamilyOptional;

    /// <summary>From one pool, which admits the Service.</summary>
    public AllocationResult FromPool(List<Address> kept, Pool pool) => Complete(
        kept,
        $"IPAddressPool '{pool.Name}'",
        search =>
        {
            trace?.Look(source, [pool], request.Families);
            search.Search([pool]);
        },
        () => new AddressWait { Pools = [pool.Name] });

    /// <summary>
    /// From any pool that is given unasked. Who has one family already looks for the other where the first came from, even if that pool
    /// is not given unasked.
    /// </summary>
    public AllocationResult FromAny(List<Address> kept)
    {
        var first = kept.Select(source.Pools.PoolOf).OfType<Pool>().Where(source.IsAdmittedBy);
        return Complete(
            kept,
            "the pools that admit this Service",
            search =>
            {
                trace?.Look(source, [.. source.Pools.Automatic, .. source.Pools.Except(source.Pools.Automatic)], request.Families);
                search.Search(first.Concat(source.Pinned()));
                search.SearchOpen();
            },
            () => new AddressWait { Pools = first.Concat(source.Pinned()).Select(pool => pool.Name).ToValueArray(), IsOpen = true });
    }

    private AllocationResult Complete(List<Address> kept, string where, Action<PoolSearch> look, Func<AddressWait> wait)
    {
        List<Address> some = [.. kept];
        some.AddRange(Missing(kept).Select(source.Own).OfType<Address>());
        var missing = Missing(some);
        if (missing.IsEmpty)
        {
            return new AllocationResult(some);
        }

        var search = new PoolSearch(source, missing, IsSecondFamilyOptional && some.Count == 0, where);
        look(search);
        some.AddRange(search.Found);
        if (search.Found.Count == missing.Count)
        {
            return new AllocationResult(some);
        }

        var lacking = Missing(some);
        var own = source.Pools.ReservedFor(service.Key);
        var help = wait();
        help = help with
        {
            Pools = help.Pools.Concat(own.Select(entry => entry.Pool.Name)).Distinct(StringComparer.Ordinal).ToValueArray(),
            Missing = lacking,
            IsSecondFamilyOptional = IsSecondFamilyOptional,
            Terms = request.Terms.Key.Length > 0 ? request.Terms : null,
            Own = own.Count > 0 ? service.Key : null,
        };
        if (!IsSecondFamilyOptional)
        {
            return new AllocationResult(kept, Shortage(search, lacking), help);
        }

        return new AllocationResult(some, some.Count > 0 ? AllocationReasons.SecondFamilyMissing(lacking[0]) : Shortage(search, lacking), help);
    }

    /// <summary>Who shares is told why it may not share, too; and who has an address set aside, who keeps it.</summary>
    private Reason Shortage(PoolSearch search, ValueArray<IpFamily> lacking)
    {
        var shortage = search.Shortage;
        if (shortage.Code == ReasonCode.PoolExhausted && source.SharingRefusal(lacking) is { } refusal)
        {
            return refusal with { Message = $"{shortage.Message}, and {refusal.Message}" };
        }

        return source.ReservedButHeld(lacking) is var (address, holder)
            ? shortage with { Message = $"{shortage.Message}; {address}, which is set aside for this Service, is kept by {holder}, which had it before" }
            : shortage;
    }

    private ValueArray<IpFamily> Missing(List<Address> addresses) =>
        request.Families.Where(family => !addresses.Exists(address => address.Family == family)).ToValueArray();
}
