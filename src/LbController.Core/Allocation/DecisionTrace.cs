using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;

namespace LbController.Core.Allocation;

/// <summary>Writes down what a decision looks at.</summary>
internal sealed class DecisionTrace
{
    private readonly List<DecisionStep> steps = [];

    public ValueArray<DecisionStep> Steps => steps.ToValueArray();

    public void Add(string subject, Reason verdict) => steps.Add(new DecisionStep(subject, verdict));

    /// <summary>What each pool says to the Service. It asks the same questions as the search, which itself skips pools that cannot help.</summary>
    public void Look(AddressSource source, IEnumerable<Pool> pools, ValueArray<IpFamily> families)
    {
        foreach (var pool in pools)
        {
            Add($"IPAddressPool '{pool.Name}'", Verdict(source, pool, families));
        }
    }

    private static Reason Verdict(AddressSource source, Pool pool, ValueArray<IpFamily> families)
    {
        if (!source.IsAdmittedBy(pool))
        {
            return AllocationReasons.PoolForbidden(pool);
        }

        var found = PoolSearch.FindIn(source, pool, families);
        var where = $"IPAddressPool '{pool.Name}'";
        var lacking = families.Where(family => !found.ContainsKey(family)).ToList();
        var absent = lacking.Where(family => !pool.Has(family)).ToList();
        if (lacking.Count > 0)
        {
            return absent.Count > 0 ? AllocationReasons.FamilyMissing(absent, where) : AllocationReasons.Exhausted(lacking, where);
        }

        return source.IsGivenBy(pool) ? AllocationReasons.Usable(found.Values) : AllocationReasons.NotAutomatic(pool);
    }
}
