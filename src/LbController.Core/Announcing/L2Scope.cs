using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>Everything beside the Services that the L2 plan depends on, and nothing else.</summary>
/// <param name="Pools">All pools; what is held out of a pool that is in error is announced, too.</param>
/// <param name="Advertisements">All L2Advertisements.</param>
/// <param name="Nodes">All nodes, whether their speakers are heard or not: the dead are passed over later (<see cref="Ownership"/>).</param>
/// <param name="IgnoreExcludeLabel">Announce also from nodes with the exclude label.</param>
public sealed record L2Scope(
    PoolSet Pools,
    IReadOnlyCollection<L2AdvertisementSpec> Advertisements,
    IReadOnlyCollection<NodeSnapshot> Nodes,
    bool IgnoreExcludeLabel)
{
    /// <summary>Whether a cordoned node hands over as if it were drained.</summary>
    public bool CordonDrains { get; init; }
}
