using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>
/// Two BGPAdvertisements may not say the same in full, and may not give the same prefix of a pool different local preferences on the same
/// node towards the same peer. The older is kept. Preferences of those with service selectors are let be: whether they meet depends on the
/// Services.
/// </summary>
internal sealed class AdvertisementConflicts
{
    private readonly List<BgpAdvertisementSpec> valid = [];
    private readonly List<ConfigError> errors = [];
    private readonly PoolSet pools;
    private readonly NodeOverlap nodes;

    public AdvertisementConflicts(IEnumerable<BgpAdvertisementSpec> advertisements, PoolSet pools, IReadOnlyCollection<NodeSnapshot>? nodes)
    {
        this.pools = pools;
        this.nodes = new NodeOverlap(nodes);
        foreach (var advertisement in advertisements.OldestFirst())
        {
            if (valid.Select(other => ErrorOf(advertisement, other)).FirstOrDefault(error => error is not null) is { } found)
            {
                errors.Add(found);
            }
            else
            {
                valid.Add(advertisement);
            }
        }

        valid.Sort((one, other) => one.Key.CompareTo(other.Key));
    }

    /// <summary>Those without a conflict, by name.</summary>
    public IReadOnlyList<BgpAdvertisementSpec> Valid => valid;

    public IReadOnlyList<ConfigError> Errors => errors;

    private ConfigError? ErrorOf(BgpAdvertisementSpec advertisement, BgpAdvertisementSpec older) =>
        RepetitionOf(advertisement, older) ?? ContradictionOf(advertisement, older);

    private static ConfigError? RepetitionOf(BgpAdvertisementSpec advertisement, BgpAdvertisementSpec older) =>
        advertisement == older with { Key = advertisement.Key, Uid = advertisement.Uid, CreatedAt = advertisement.CreatedAt }
            ? new ConfigError(
                BgpAdvertisementParser.Kind,
                advertisement.Key,
                "spec",
                $"repeats BGPAdvertisement '{older.Key.Name}', which is older, in every field; delete one, or say what differs")
            : null;

    private ConfigError? ContradictionOf(BgpAdvertisementSpec advertisement, BgpAdvertisementSpec older)
    {
        if (advertisement.LocalPref == older.LocalPref
            || !advertisement.ServiceSelectors.IsEmpty
            || !older.ServiceSelectors.IsEmpty
            || !DoPeersMeet(advertisement, older)
            || pools.FirstOrDefault(pool => DoMeetOn(pool, advertisement, older)) is not { } pool
            || !nodes.Exists(advertisement.NodeSelectors, older.NodeSelectors))
        {
            return null;
        }

        return new ConfigError(
            BgpAdvertisementParser.Kind,
            advertisement.Key,
            "spec.localPref",
            $"'{advertisement.LocalPref}' contradicts '{older.LocalPref}' of BGPAdvertisement '{older.Key.Name}', which is older and announces the same prefixes of IPAddressPool '{pool.Name}' to the same peers; give both one value, or keep their pools, peers, nodes or aggregation lengths apart");
    }

    private static bool DoMeetOn(Pool pool, BgpAdvertisementSpec one, BgpAdvertisementSpec other) =>
        AdvertisementScope.Selects(one.Pools, one.PoolSelectors, pool)
        && AdvertisementScope.Selects(other.Pools, other.PoolSelectors, pool)
        && ((one.AggregationLength == other.AggregationLength && pool.Has(IpFamily.V4))
            || (one.AggregationLengthV6 == other.AggregationLengthV6 && pool.Has(IpFamily.V6)));

    private static bool DoPeersMeet(BgpAdvertisementSpec one, BgpAdvertisementSpec other) =>
        one.Peers.IsEmpty || other.Peers.IsEmpty || one.Peers.Intersect(other.Peers, StringComparer.Ordinal).Any();
}
