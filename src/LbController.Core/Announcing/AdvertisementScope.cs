using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>The rule by which both kinds of advertisement choose pools.</summary>
public static class AdvertisementScope
{
    /// <summary>Named or selected; an advertisement that neither names nor selects any pool is for all of them.</summary>
    public static bool Selects(ValueArray<string> names, ValueArray<LabelSelector> selectors, Pool pool)
    {
        if (names.IsEmpty && selectors.IsEmpty)
        {
            return true;
        }

        return names.Contains(pool.Name, StringComparer.Ordinal)
            || (!selectors.IsEmpty && LabelSelector.AnyMatches(selectors, pool.Labels));
    }
}
