using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>Everything beside the Services that a node's BGP routes depend on, and nothing else.</summary>
/// <param name="Node">The node that announces.</param>
/// <param name="Pools">All pools; what is held out of a pool that is in error is announced, too.</param>
/// <param name="Advertisements">Valid BGPAdvertisements.</param>
/// <param name="Communities">Aliases of all Community objects.</param>
/// <param name="IgnoreExcludeLabel">Announce also from nodes with the exclude label.</param>
public sealed record BgpScope(
    NodeSnapshot Node,
    PoolSet Pools,
    IReadOnlyList<BgpAdvertisementSpec> Advertisements,
    CommunityAliases Communities,
    bool IgnoreExcludeLabel);
