using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Election;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>
/// What one node announces by BGP: for every address and every BGPAdvertisement that fits Service, pool and node, a route
/// to the peers that the advertisement allows. Routes for one prefix are united (<see cref="UnitedRoute"/>). Beside an aggregate, a Service with
/// externalTrafficPolicy Local also gets its host route: nodes without an endpoint may announce the same aggregate for another Service.
/// A change of one Service costs the work for that Service, however many there are; after a change of anything else a new table is made.
/// </summary>
public sealed class BgpTable
{
    private readonly BgpScope scope;
    private readonly List<ResolvedAdvertisement> advertisements;
    private readonly SortedDictionary<ObjectKey, ValueArray<string>> peersOf = [];

    /// <param name="scope">What routes depend on beside the Services.</param>
    /// <param name="peers">Names of the peers that this node has a session with.</param>
    public BgpTable(BgpScope scope, IReadOnlyCollection<string> peers)
    {
        this.scope = scope;
        advertisements =
        [
            .. scope.Advertisements
                .Where(advertisement => LabelSelector.AnyMatches(advertisement.NodeSelectors, scope.Node.Labels))
                .Select(advertisement => new ResolvedAdvertisement(advertisement, scope.Communities)),
        ];
        Groups = PeerGroup.Of(peers, advertisements);
    }

    /// <summary>Every peer is in one of them.</summary>
    public IReadOnlyList<PeerGroup> Groups { get; }

    /// <summary>For each announced Service: the names of the peers that get a route for it.</summary>
    public IReadOnlyDictionary<ObjectKey, ValueArray<string>> PeersOf => peersOf;

    /// <summary>Takes a Service in as it is now, be it new or known.</summary>
    public void Put(ServiceSnapshot service, ServiceEndpoints endpoints)
    {
        Remove(service.Key);
        if (NodeEligibility.Judge(scope.Node, service, endpoints, scope.IgnoreExcludeLabel) != NodeVerdict.Eligible)
        {
            return;
        }

        var matches = Matches(service).ToList();
        var weight = service.IsLocal ? endpoints.ServingOn(scope.Node.Key.Name) : 0;
        var reached = Groups.Where(group => group.Add(service, weight, matches)).SelectMany(group => group.Peers).Order(StringComparer.Ordinal).ToValueArray();
        if (!reached.IsEmpty)
        {
            peersOf[service.Key] = reached;
        }
    }

    public void Remove(ObjectKey service)
    {
        if (peersOf.Remove(service))
        {
            foreach (var group in Groups)
            {
                group.Remove(service);
            }
        }
    }

    private IEnumerable<(Address Address, ResolvedAdvertisement Advertisement)> Matches(ServiceSnapshot service)
    {
        foreach (var text in service.IngressIps)
        {
            if (!Address.TryParse(text, out var address) || scope.Pools.PoolOf(service, address) is not { } pool)
            {
                continue;
            }

            foreach (var advertisement in advertisements)
            {
                if (AdvertisementScope.Selects(advertisement.Spec, pool, service))
                {
                    yield return (address, advertisement);
                }
            }
        }
    }
}
