using LbController.Core.Announcing;
using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>What is allowed, but most likely not meant.</summary>
internal static class ConfigWarnings
{
    public static IReadOnlyList<ConfigError> Of(
        ConfigObjects objects, PoolSet pools, IReadOnlyList<L2AdvertisementSpec> l2, IReadOnlyList<BgpAdvertisementSpec> bgp)
    {
        var warnings = new List<ConfigError>();
        foreach (var spec in l2)
        {
            var found = new ObjectErrors(L2AdvertisementParser.Kind, spec.Key);
            WarnOfPools(spec.Pools, spec.PoolSelectors, objects, found);
            WarnOfNodes(spec.NodeSelectors, objects, found);
            warnings.AddRange(found.All);
        }

        var peers = objects.BgpPeers.Select(peer => peer.Key.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var spec in bgp)
        {
            var found = new ObjectErrors(BgpAdvertisementParser.Kind, spec.Key);
            WarnOfPools(spec.Pools, spec.PoolSelectors, objects, found);
            WarnOfNodes(spec.NodeSelectors, objects, found);
            for (var i = 0; i < spec.Peers.Count; i++)
            {
                found.Require(peers.Contains(spec.Peers[i]), $"spec.peers[{i}]", $"'{spec.Peers[i]}' is no BGPPeer; nothing is announced to it until it is made");
            }

            warnings.AddRange(found.All);
        }

        foreach (var spec in objects.BgpPeers.OrderBy(spec => spec.Key))
        {
            var found = new ObjectErrors(BgpPeerParser.Kind, spec.Key);
            WarnOfNodes(spec.NodeSelectors, objects, found);
            found.Require(!spec.DisableMp, "spec.disableMP", "has no effect any more; leave it out");
            warnings.AddRange(found.All);
        }

        foreach (var spec in objects.BfdProfiles.Where(spec => spec.EchoMode).OrderBy(spec => spec.Key))
        {
            warnings.Add(new ConfigError(
                BfdProfileParser.Kind, spec.Key, "spec.echoMode", "has no effect yet: sessions of this profile send control packets alone; leave it out"));
        }

        warnings.AddRange(pools.Where(pool => !IsAnnounced(pool, l2, bgp)).Select(pool => new ConfigError(
            PoolParser.Kind,
            pool.Key,
            "metadata.name",
            $"no L2Advertisement and no BGPAdvertisement is for '{pool.Name}': its addresses are given out, but not announced; make one")));
        return warnings;
    }

    private static bool IsAnnounced(Pool pool, IReadOnlyList<L2AdvertisementSpec> l2, IReadOnlyList<BgpAdvertisementSpec> bgp) =>
        l2.Any(spec => AdvertisementScope.Selects(spec.Pools, spec.PoolSelectors, pool))
        || bgp.Any(spec => AdvertisementScope.Selects(spec.Pools, spec.PoolSelectors, pool));

    private static void WarnOfPools(ValueArray<string> names, ValueArray<LabelSelector> selectors, ConfigObjects objects, ObjectErrors found)
    {
        for (var i = 0; i < names.Count; i++)
        {
            var name = names[i];
            found.Require(objects.Pools.Any(pool => pool.Key.Name == name), $"spec.ipAddressPools[{i}]", $"'{name}' is no IPAddressPool; nothing is announced of it until it is made");
        }

        for (var i = 0; i < selectors.Count; i++)
        {
            var selector = selectors[i];
            found.Require(objects.Pools.Any(pool => selector.Matches(pool.Labels)), $"spec.ipAddressPoolSelectors[{i}]", $"'{selector}' matches no pool");
        }
    }

    private static void WarnOfNodes(ValueArray<LabelSelector> selectors, ConfigObjects objects, ObjectErrors found)
    {
        if (objects.Nodes is { } nodes && !selectors.IsEmpty && !nodes.Any(node => LabelSelector.AnyMatches(selectors, node.Labels)))
        {
            found.Add("spec.nodeSelectors", $"'{string.Join("' or '", selectors)}' selects no node");
        }
    }
}
