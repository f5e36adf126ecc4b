using LbController.Cli.Cluster;
using LbController.Core.Announcing;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Cli.Reports;

/// <summary>Which advertisements a pool has.</summary>
internal static class PoolAnnouncers
{
    /// <summary>Such as <c>L2 all</c> and <c>BGP tor</c>.</summary>
    public static IReadOnlyList<string> Of(ClusterPicture picture, Pool pool) =>
    [
        .. picture.L2Advertisements.Where(item => Selects(item.Pools, item.PoolSelectors, pool)).Select(item => $"L2 {item.Key.Name}"),
        .. picture.BgpAdvertisements.Where(item => Selects(item.Pools, item.PoolSelectors, pool)).Select(item => $"BGP {item.Key.Name}"),
    ];

    /// <summary>The rule of both kinds: named or selected, and neither names nor selectors means all.</summary>
    public static bool Selects(ValueArray<string> names, ValueArray<LabelSelector> selectors, Pool pool) =>
        AdvertisementScope.Selects(names, selectors, pool);
}
