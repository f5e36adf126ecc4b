using LbController.Core.Config;
using LbController.Core.Election;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>Everything that a node's BGP plan depends on, and nothing else.</summary>
/// <param name="Node">The node that announces.</param>
/// <param name="Services">The announced Services: of type LoadBalancer, of our class, with an address.</param>
/// <param name="EndpointsOf">Where a Service can be served.</param>
/// <param name="Pools">All pools; what is held out of a pool that is in error is announced, too.</param>
/// <param name="Advertisements">Valid BGPAdvertisements.</param>
/// <param name="Communities">Aliases of all Community objects.</param>
/// <param name="IgnoreExcludeLabel">Announce also from nodes with the exclude label.</param>
public sealed record BgpPlanInput(
    NodeSnapshot Node,
    IReadOnlyCollection<ServiceSnapshot> Services,
    Func<ObjectKey, ServiceEndpoints> EndpointsOf,
    PoolSet Pools,
    IReadOnlyList<BgpAdvertisementSpec> Advertisements,
    CommunityAliases Communities,
    bool IgnoreExcludeLabel);
