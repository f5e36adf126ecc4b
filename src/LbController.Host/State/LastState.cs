using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Host.State;

/// <summary>What the API last said about everything that ARP and NDP depend on. Secrets are not in it, and so neither is BGP.</summary>
internal sealed record LastState
{
    public IReadOnlyList<ServiceSnapshot> Services { get; init; } = [];

    public IReadOnlyList<EndpointSliceSnapshot> Slices { get; init; } = [];

    public IReadOnlyList<NodeSnapshot> Nodes { get; init; } = [];

    public IReadOnlyList<NamespaceSnapshot> Namespaces { get; init; } = [];

    public IReadOnlyList<PoolSpec> Pools { get; init; } = [];

    public IReadOnlyList<L2AdvertisementSpec> Advertisements { get; init; } = [];

    /// <summary>Those of the objects that belong here.</summary>
    public static LastState Of(IReadOnlyCollection<SnapshotObject> objects) => new()
    {
        Services = [.. objects.OfType<ServiceSnapshot>()],
        Slices = [.. objects.OfType<EndpointSliceSnapshot>()],
        Nodes = [.. objects.OfType<NodeSnapshot>()],
        Namespaces = [.. objects.OfType<NamespaceSnapshot>()],
        Pools = [.. objects.OfType<PoolSpec>()],
        Advertisements = [.. objects.OfType<L2AdvertisementSpec>()],
    };

    public static bool Holds(SnapshotObject item) =>
        item is ServiceSnapshot or EndpointSliceSnapshot or NodeSnapshot or NamespaceSnapshot or PoolSpec or L2AdvertisementSpec;

    public IEnumerable<SnapshotObject> All() => [.. Services, .. Slices, .. Nodes, .. Namespaces, .. Pools, .. Advertisements];
}
