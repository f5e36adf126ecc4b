using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Facts;

namespace LbController.Engine.Controller;

/// <summary>The objects of the configuration besides the pools, and the nodes that they select. The controller reads them only to say what is wrong.</summary>
internal sealed class ConfigStore(string configNamespace)
{
    private readonly SortedDictionary<(string Type, ObjectKey Key), ConfigObject> objects = [];
    private readonly SortedDictionary<ObjectKey, NodeSnapshot> nodes = [];

    /// <returns>Whether anything is new.</returns>
    public bool Fold(Fact fact) => fact switch
    {
        Fact.Seen { Object: ConfigObject seen } when seen.Key.Namespace == configNamespace => Put(seen),
        Fact.Seen { Object: NodeSnapshot node } => Put(node),
        Fact.Gone gone when gone.Kind == typeof(NodeSnapshot) => nodes.Remove(gone.Key),
        Fact.Gone gone => objects.Remove((gone.Kind.Name, gone.Key)),
        _ => false,
    };

    /// <param name="pools">The pools.</param>
    public ConfigObjects With(IReadOnlyCollection<PoolSpec> pools) => new()
    {
        Pools = pools,
        L2Advertisements = All<L2AdvertisementSpec>(),
        BgpAdvertisements = All<BgpAdvertisementSpec>(),
        BgpPeers = All<BgpPeerSpec>(),
        BfdProfiles = All<BfdProfileSpec>(),
        Communities = All<CommunitySpec>(),
        Nodes = nodes.Values,
    };

    /// <summary>The UID of the object that an error is about; empty if it is gone.</summary>
    public string UidOf(ConfigError error) => TypeOf(error.Kind) is { } type && objects.TryGetValue((type, error.Key), out var known) ? known.Uid : "";

    private static string? TypeOf(string kind) => kind switch
    {
        L2AdvertisementParser.Kind => nameof(L2AdvertisementSpec),
        BgpAdvertisementParser.Kind => nameof(BgpAdvertisementSpec),
        BgpPeerParser.Kind => nameof(BgpPeerSpec),
        BfdProfileParser.Kind => nameof(BfdProfileSpec),
        CommunityAliases.Kind => nameof(CommunitySpec),
        _ => null,
    };

    private List<T> All<T>()
        where T : ConfigObject => [.. objects.Values.OfType<T>()];

    private bool Put(ConfigObject seen)
    {
        if (objects.TryGetValue((seen.GetType().Name, seen.Key), out var known) && known == seen)
        {
            return false;
        }

        objects[(seen.GetType().Name, seen.Key)] = seen;
        return true;
    }

    private bool Put(NodeSnapshot node)
    {
        var isNew = !nodes.TryGetValue(node.Key, out var known) || !known.Labels.Equals(node.Labels);
        nodes[node.Key] = node;
        return isNew;
    }
}
