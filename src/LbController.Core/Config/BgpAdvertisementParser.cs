using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>Validates BGPAdvertisements against pools and Community objects. A bad advertisement costs only itself.</summary>
public static class BgpAdvertisementParser
{
    public const string Kind = "BGPAdvertisement";

    /// <summary>Longer paths are filtered in many places.</summary>
    public const int MostPrepended = 10;

    /// <summary>Of one advertisement.</summary>
    public const int MostCommunities = 63;

    /// <summary>The valid advertisements sorted by name, and every error of the others.</summary>
    public static (IReadOnlyList<BgpAdvertisementSpec> Advertisements, IReadOnlyList<ConfigError> Errors) Parse(
        IEnumerable<BgpAdvertisementSpec> specs, IReadOnlyCollection<Pool> pools, CommunityAliases aliases)
    {
        var valid = new List<BgpAdvertisementSpec>();
        var all = new List<ConfigError>();
        foreach (var spec in specs.OrderBy(spec => spec.Key))
        {
            var errors = new ObjectErrors(Kind, spec.Key);
            Check(spec, errors);
            CheckCommunities(spec, aliases, errors);
            CheckPools(spec, pools, errors);
            if (errors.IsEmpty)
            {
                valid.Add(spec);
            }

            all.AddRange(errors.All);
        }

        return (valid, all);
    }

    private static void Check(BgpAdvertisementSpec spec, ObjectErrors errors)
    {
        errors.Require(spec.AggregationLength is >= 1 and <= 32, "spec.aggregationLength", $"'{spec.AggregationLength}' is no prefix length; use 1 to 32");
        errors.Require(spec.AggregationLengthV6 is >= 1 and <= 128, "spec.aggregationLengthV6", $"'{spec.AggregationLengthV6}' is no prefix length; use 1 to 128");
        errors.Require(
            spec.AsPathPrepend is >= 0 and <= MostPrepended, "spec.asPathPrepend", $"'{spec.AsPathPrepend}' is not possible; use 0 to {MostPrepended}");
        errors.RequireNoDuplicates(spec.Pools, "spec.ipAddressPools");
        errors.RequireNoDuplicates(spec.Peers, "spec.peers");
        errors.RequireValid(spec.PoolSelectors, "spec.ipAddressPoolSelectors");
        errors.RequireValid(spec.NodeSelectors, "spec.nodeSelectors");
        errors.RequireValid(spec.ServiceSelectors, "spec.serviceSelectors");
        errors.Require(
            spec.ServiceSelectors.IsEmpty || !spec.Aggregates,
            "spec.serviceSelectors",
            "cannot go with an aggregate, which is for all Services in it; leave them out, or use aggregationLength 32 and aggregationLengthV6 128");
    }

    private static void CheckCommunities(BgpAdvertisementSpec spec, CommunityAliases aliases, ObjectErrors errors)
    {
        errors.RequireNoDuplicates(spec.Communities, "spec.communities");
        errors.Require(spec.Communities.Count <= MostCommunities, "spec.communities", $"has {spec.Communities.Count} entries; leave out some, at most {MostCommunities} are possible");
        for (var i = 0; i < spec.Communities.Count; i++)
        {
            var text = spec.Communities[i];
            if (aliases.TryResolve(text, out _))
            {
                continue;
            }

            var field = $"spec.communities[{i}]";
            if (text.Contains(':', StringComparison.Ordinal))
            {
                errors.Add(field, $"'{text}' is no community; write 65000:1 with halves up to 65535, or large:65000:1:2");
            }
            else
            {
                errors.AddReference(field, $"'{text}' is no alias; write 65000:1 or large:65000:1:2, or put the name into a Community object");
            }
        }
    }

    /// <summary>An aggregate wider than what the cluster owns would draw the traffic of others.</summary>
    private static void CheckPools(BgpAdvertisementSpec spec, IReadOnlyCollection<Pool> pools, ObjectErrors errors)
    {
        foreach (var pool in pools.Where(pool => AdvertisementScope.Selects(spec.Pools, spec.PoolSelectors, pool)))
        {
            foreach (var range in pool.Ranges)
            {
                var (length, field) = range.Family == IpFamily.V4
                    ? (spec.AggregationLength, "spec.aggregationLength")
                    : (spec.AggregationLengthV6, "spec.aggregationLengthV6");
                var least = range.WidestPrefixLength;
                if (length < least)
                {
                    errors.Add(field, $"'{length}' is wider than {range} of IPAddressPool '{pool.Name}'; use {least} or more");
                    break;
                }
            }
        }
    }
}
