using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>A BGPAdvertisement that selects the node, its aliases resolved.</summary>
internal sealed class ResolvedAdvertisement
{
    private readonly ValueArray<string> communities;

    public ResolvedAdvertisement(BgpAdvertisementSpec spec, CommunityAliases aliases)
    {
        Spec = spec;
        communities = spec.Communities
            .Select(text => aliases.TryResolve(text, out var community) ? community : "")
            .Where(community => community.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToValueArray();
    }

    public BgpAdvertisementSpec Spec { get; }

    public bool IsFor(string peer) => Spec.Peers.IsEmpty || Spec.Peers.Contains(peer, StringComparer.Ordinal);

    /// <summary>The route for the address, aggregated as asked.</summary>
    public BgpRoute RouteTo(Address address, int weight) =>
        RouteTo(address, address.Family == IpFamily.V4 ? Spec.AggregationLength : Spec.AggregationLengthV6, weight);

    /// <summary>The route for the address alone.</summary>
    public BgpRoute HostRouteTo(Address address, int weight) => RouteTo(address, address.Bits, weight);

    private BgpRoute RouteTo(Address address, int length, int weight) => new(Prefix.Of(address, length), Spec.LocalPref, communities)
    {
        Med = Spec.Med,
        Prepend = Spec.AsPathPrepend,
        Weight = Spec.WeightByEndpoints ? weight : 0,
    };
}
