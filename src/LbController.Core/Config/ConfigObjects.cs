using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>What a <see cref="ClusterConfig"/> is made of: the objects of one namespace, and what they refer to. The order means nothing.</summary>
public sealed record ConfigObjects
{
    public IReadOnlyCollection<PoolSpec> Pools { get; init; } = [];

    public IReadOnlyCollection<L2AdvertisementSpec> L2Advertisements { get; init; } = [];

    public IReadOnlyCollection<BgpAdvertisementSpec> BgpAdvertisements { get; init; } = [];

    public IReadOnlyCollection<BgpPeerSpec> BgpPeers { get; init; } = [];

    public IReadOnlyCollection<BfdProfileSpec> BfdProfiles { get; init; } = [];

    public IReadOnlyCollection<CommunitySpec> Communities { get; init; } = [];

    /// <summary>Null: not known, so that no reference to one is judged.</summary>
    public IReadOnlyCollection<SecretSnapshot>? Secrets { get; init; }

    /// <summary>Null: not known, so that only equal selectors of nodes surely meet.</summary>
    public IReadOnlyCollection<NodeSnapshot>? Nodes { get; init; }

    /// <summary>Null: not known.</summary>
    public IReadOnlyCollection<NamespaceSnapshot>? Namespaces { get; init; }

    /// <summary>Picks out of a cluster what lies in the namespace of the configuration. Secrets, Nodes and Namespaces count as known.</summary>
    public static ConfigObjects From(string configNamespace, IEnumerable<SnapshotObject> cluster)
    {
        var all = cluster.ToList();
        return new ConfigObjects
        {
            Pools = Own<PoolSpec>(),
            L2Advertisements = Own<L2AdvertisementSpec>(),
            BgpAdvertisements = Own<BgpAdvertisementSpec>(),
            BgpPeers = Own<BgpPeerSpec>(),
            BfdProfiles = Own<BfdProfileSpec>(),
            Communities = Own<CommunitySpec>(),
            Secrets = Own<SecretSnapshot>(),
            Nodes = [.. all.OfType<NodeSnapshot>()],
            Namespaces = [.. all.OfType<NamespaceSnapshot>()],
        };

        List<T> Own<T>()
            where T : SnapshotObject => [.. all.OfType<T>().Where(item => item.Key.Namespace == configNamespace)];
    }
}
