using LbController.Core.Addresses;
using LbController.Core.Allocation;
using LbController.Core.Config;
using LbController.Core.Election;
using LbController.Core.Snapshot;

namespace LbController.Cli.Cluster;

/// <summary>The cluster at one moment: what the daemons decide upon, and what they said of their work.</summary>
internal sealed class ClusterPicture
{
    private readonly SortedDictionary<ObjectKey, ServiceEndpoints> endpoints = [];
    private readonly SortedDictionary<string, LabelSet> namespaces;

    /// <param name="namespace">Where the configuration lives.</param>
    /// <param name="loadBalancerClass">The class that is ours; null: Services without one.</param>
    /// <param name="objects">All objects that decisions depend on.</param>
    public ClusterPicture(string @namespace, string? loadBalancerClass, IReadOnlyCollection<SnapshotObject> objects)
    {
        (Namespace, LoadBalancerClass, Objects) = (@namespace, loadBalancerClass, objects);
        Services = Of<ServiceSnapshot>();
        Nodes = Of<NodeSnapshot>();
        PoolSpecs = Of<PoolSpec>();
        Communities = Of<CommunitySpec>();
        namespaces = new(Of<NamespaceSnapshot>().ToDictionary(item => item.Key.Name, item => item.Labels), StringComparer.Ordinal);
        // Nobody who looks may read Secrets, so references to them are not judged.
        var config = ClusterConfig.Parse(ConfigObjects.From(@namespace, objects) with { Secrets = null });
        (Pools, L2Advertisements, BgpAdvertisements, Peers, Errors) = (config.Pools, config.L2Advertisements, config.BgpAdvertisements, config.Peers, config.Errors);
        foreach (var slices in Of<EndpointSliceSnapshot>().GroupBy(slice => new ObjectKey(slice.Key.Namespace, slice.ServiceName)))
        {
            endpoints[slices.Key] = new ServiceEndpoints(slices);
        }

        foreach (var service in Services.Where(service => service.Type == "LoadBalancer"))
        {
            Ledger.Hold(service.Key, AddressesOf(service), SharingTerms.Of(service));
        }
    }

    public string Namespace { get; }

    public string? LoadBalancerClass { get; }

    public IReadOnlyCollection<SnapshotObject> Objects { get; }

    public IReadOnlyList<ServiceSnapshot> Services { get; }

    /// <summary>Those of type LoadBalancer and of our class.</summary>
    public IEnumerable<ServiceSnapshot> OurServices => Services.Where(service => service.Type == "LoadBalancer" && service.LoadBalancerClass == LoadBalancerClass);

    public IReadOnlyList<NodeSnapshot> Nodes { get; }

    public IReadOnlyList<PoolSpec> PoolSpecs { get; }

    /// <summary>The valid ones.</summary>
    public IReadOnlyList<L2AdvertisementSpec> L2Advertisements { get; }

    /// <summary>The valid ones.</summary>
    public IReadOnlyList<BgpAdvertisementSpec> BgpAdvertisements { get; }

    public IReadOnlyList<CommunitySpec> Communities { get; }

    public PoolSet Pools { get; }

    /// <summary>The valid ones.</summary>
    public IReadOnlyList<ConfiguredPeer> Peers { get; }

    /// <summary>What is wrong with the configuration.</summary>
    public IReadOnlyList<ConfigError> Errors { get; }

    public AddressLedger Ledger { get; } = new();

    public AllocationInput AllocationInput => new(Pools, Ledger, name => namespaces.GetValueOrDefault(name, LabelSet.Empty));

    public IReadOnlyList<NodeAnnouncement> Announcements { get; init; } = [];

    /// <summary>Null: this cluster has no BGPSessionStates.</summary>
    public IReadOnlyList<PeerSessionState>? Sessions { get; init; }

    /// <summary>Configuration in other namespaces, as far as it can be seen.</summary>
    public IReadOnlyList<StrayObject> Strays { get; init; } = [];

    /// <summary>The programs themselves.</summary>
    public Installation Installation { get; init; } = Installation.Unseen;

    public ServiceEndpoints EndpointsOf(ObjectKey service) => endpoints.GetValueOrDefault(service, ServiceEndpoints.None);

    public static ValueArray<Address> AddressesOf(ServiceSnapshot service) => service.IngressIps
        .Select(text => Address.TryParse(text, out var address) ? address : (Address?)null)
        .OfType<Address>()
        .Distinct()
        .ToValueArray();

    private List<T> Of<T>()
        where T : SnapshotObject => [.. Objects.OfType<T>().OrderBy(item => item.Key)];
}
