using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>The rules by which both kinds of advertisement choose pools and Services.</summary>
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

    /// <summary>Whether what a Service holds of a pool is to be announced, leaving aside from which nodes.</summary>
    public static bool Selects(L2AdvertisementSpec advertisement, Pool pool, ServiceSnapshot service) =>
        Selects(advertisement.Pools, advertisement.PoolSelectors, pool) && LabelSelector.AnyMatches(advertisement.ServiceSelectors, service.Labels);

    /// <summary>Whether what a Service holds of a pool is to be announced, leaving aside from which nodes.</summary>
    public static bool Selects(BgpAdvertisementSpec advertisement, Pool pool, ServiceSnapshot service) =>
        Selects(advertisement.Pools, advertisement.PoolSelectors, pool) && LabelSelector.AnyMatches(advertisement.ServiceSelectors, service.Labels);
}
