using LbController.Core.Config;
using LbController.Core.Election;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>Everything that the L2 plan depends on, and nothing else.</summary>
/// <param name="Services">The announced Services: of type LoadBalancer, of our class, with an address.</param>
/// <param name="EndpointsOf">Where a Service can be served.</param>
/// <param name="Pools">All pools; what is held out of a pool that is in error is announced, too.</param>
/// <param name="Advertisements">All L2Advertisements.</param>
/// <param name="Nodes">All nodes.</param>
/// <param name="IsAlive">Whether a node's speaker is heard; a speaker itself plans for all and passes over the dead later (<see cref="Ownership"/>).</param>
/// <param name="IgnoreExcludeLabel">Announce also from nodes with the exclude label.</param>
public sealed record L2PlanInput(
    IReadOnlyCollection<ServiceSnapshot> Services,
    Func<ObjectKey, ServiceEndpoints> EndpointsOf,
    PoolSet Pools,
    IReadOnlyCollection<L2AdvertisementSpec> Advertisements,
    IReadOnlyCollection<NodeSnapshot> Nodes,
    Func<string, bool> IsAlive,
    bool IgnoreExcludeLabel)
{
    /// <summary>Whether a cordoned node hands over as if it were drained.</summary>
    public bool CordonDrains { get; init; }
}
