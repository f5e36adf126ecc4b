using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>
/// The validated configuration: what of the objects can be used, everything that is wrong with the others, and what is right but may not
/// be meant. One bad object costs only itself and what refers to it.
/// </summary>
/// <param name="Pools">All pools, those in error marked.</param>
/// <param name="L2Advertisements">The valid ones, by name.</param>
/// <param name="BgpAdvertisements">The valid ones, by name.</param>
/// <param name="Peers">The valid ones, by name.</param>
/// <param name="BfdProfiles">The valid ones, by name.</param>
/// <param name="Communities">The aliases.</param>
/// <param name="Errors">Of all objects, each with field, value and mend.</param>
/// <param name="Warnings">In the same form.</param>
public sealed record ClusterConfig(
    PoolSet Pools,
    IReadOnlyList<L2AdvertisementSpec> L2Advertisements,
    IReadOnlyList<BgpAdvertisementSpec> BgpAdvertisements,
    IReadOnlyList<ConfiguredPeer> Peers,
    IReadOnlyList<BfdProfileSpec> BfdProfiles,
    CommunityAliases Communities,
    IReadOnlyList<ConfigError> Errors,
    IReadOnlyList<ConfigError> Warnings)
{
    public static readonly ClusterConfig Empty = Parse(new ConfigObjects());

    public static ClusterConfig Parse(ConfigObjects objects)
    {
        var (pools, poolErrors) = PoolParser.Parse(objects.Pools);
        return Parse(objects, pools, poolErrors);
    }

    /// <summary>The same for pools that are parsed already.</summary>
    /// <param name="objects">All objects.</param>
    /// <param name="pools">Its pools, parsed.</param>
    /// <param name="poolErrors">What was wrong with them.</param>
    public static ClusterConfig Parse(ConfigObjects objects, PoolSet pools, IReadOnlyList<ConfigError> poolErrors)
    {
        var aliases = new CommunityAliases(objects.Communities);
        var (profiles, profileErrors) = BfdProfileParser.Parse(objects.BfdProfiles);
        var (l2, l2Errors) = L2AdvertisementParser.Parse(objects.L2Advertisements);
        var (bgp, bgpErrors) = BgpAdvertisementParser.Parse(objects.BgpAdvertisements, pools, aliases);
        var conflicts = new AdvertisementConflicts(bgp, pools, objects.Nodes);
        var (peers, peerErrors) = BgpPeerParser.Parse(objects.BgpPeers);
        var references = new PeerReferences(peers, objects, profiles);
        var duplicates = new DuplicatePeers(references.Valid, objects);
        return new ClusterConfig(
            pools,
            l2,
            conflicts.Valid,
            duplicates.Valid,
            profiles,
            aliases,
            [
                .. poolErrors, .. l2Errors, .. bgpErrors, .. conflicts.Errors, .. aliases.Errors, .. profileErrors,
                .. peerErrors, .. references.Errors, .. duplicates.Errors,
            ],
            ConfigWarnings.Of(objects, pools, l2, conflicts.Valid));
    }
}
