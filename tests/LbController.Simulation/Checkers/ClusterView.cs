using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Simulation.Checkers;

/// <summary>The cluster as the API server has it, or as one process was told.</summary>
public sealed record ClusterView(
    IReadOnlyList<ServiceSnapshot> Services,
    IReadOnlyList<EndpointSliceSnapshot> Slices,
    IReadOnlyList<NodeSnapshot> Nodes,
    PoolSet Pools,
    IReadOnlyList<L2AdvertisementSpec> L2,
    IReadOnlyList<BgpAdvertisementSpec> Bgp)
{
    private IReadOnlyList<Address>? vips;

    private IReadOnlyList<Address>? routed;

    /// <summary>The addresses that are to be announced to routers.</summary>
    public IReadOnlyList<Address> BgpVips => routed ??= Oracle.BgpVips(this);

    /// <summary>The addresses that are to be announced on the segment.</summary>
    public IReadOnlyList<Address> L2Vips => vips ??= Oracle.L2Vips(this);
}
