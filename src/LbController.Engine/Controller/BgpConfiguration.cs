using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Facts;

namespace LbController.Engine.Controller;

/// <summary>The BGP objects, which the controller reads only to say what is wrong with them.</summary>
internal sealed class BgpConfiguration(string configNamespace)
{
    private readonly SortedDictionary<ObjectKey, BgpPeerSpec> peers = [];
    private readonly SortedDictionary<ObjectKey, BgpAdvertisementSpec> advertisements = [];
    private readonly SortedDictionary<ObjectKey, CommunitySpec> communities = [];

    /// <returns>Whether anything is new.</returns>
    public bool Fold(Fact fact) => fact switch
    {
        Fact.Seen { Object: BgpPeerSpec peer } => Put(peers, peer),
        Fact.Seen { Object: BgpAdvertisementSpec advertisement } => Put(advertisements, advertisement),
        Fact.Seen { Object: CommunitySpec community } => Put(communities, community),
        Fact.Gone gone when gone.Kind == typeof(BgpPeerSpec) => peers.Remove(gone.Key),
        Fact.Gone gone when gone.Kind == typeof(BgpAdvertisementSpec) => advertisements.Remove(gone.Key),
        Fact.Gone gone when gone.Kind == typeof(CommunitySpec) => communities.Remove(gone.Key),
        _ => false,
    };

    public IEnumerable<ConfigError> Errors(IReadOnlyCollection<Pool> pools)
    {
        var aliases = new CommunityAliases(communities.Values);
        return [.. BgpPeerParser.Parse(peers.Values).Errors, .. aliases.Errors, .. BgpAdvertisementParser.Parse(advertisements.Values, pools, aliases).Errors];
    }

    private bool Put<T>(SortedDictionary<ObjectKey, T> into, T seen)
        where T : SnapshotObject
    {
        if (seen.Key.Namespace != configNamespace || (into.TryGetValue(seen.Key, out var known) && known == seen))
        {
            return false;
        }

        into[seen.Key] = seen;
        return true;
    }
}
