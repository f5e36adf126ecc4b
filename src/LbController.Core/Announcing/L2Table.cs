using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Election;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>
/// Who may announce what by ARP and NDP, and in which order. Every speaker computes the whole table for the whole cluster from the same
/// facts. Several Services that share an address are one announcement, so it has one owner. A change of one Service costs the work for its addresses,
/// however many others there are; after a change of anything else a new table is made.
/// </summary>
public sealed class L2Table(L2Scope scope)
{
    private readonly SortedDictionary<Address, L2Announcement> announcements = [];
    private readonly Dictionary<Address, SortedDictionary<ObjectKey, Claim>> claims = [];
    private readonly Dictionary<ObjectKey, List<Address>> addressesOf = [];
    private readonly SortedSet<Address> touched = [];

    /// <summary>One announcement per address that a pool with an L2Advertisement holds, sorted by address, as of the last <see cref="Settle"/>.</summary>
    public IReadOnlyCollection<L2Announcement> Announcements => announcements.Values;

    /// <summary>The announcements that a Service has a part in, in the order of its addresses.</summary>
    public IEnumerable<L2Announcement> Of(ObjectKey service) =>
        addressesOf.TryGetValue(service, out var addresses) ? addresses.Select(address => announcements[address]) : [];

    /// <summary>Brings <see cref="Announcements"/> up to date.</summary>
    /// <returns>Whether any has changed.</returns>
    public bool Settle()
    {
        var isChanged = false;
        foreach (var address in touched)
        {
            if (!claims.TryGetValue(address, out var own))
            {
                isChanged |= announcements.Remove(address);
                continue;
            }

            var announcement = Decide(address, [.. own.Values]);
            if (!announcements.TryGetValue(address, out var old) || old != announcement)
            {
                announcements[address] = announcement;
                isChanged = true;
            }
        }

        touched.Clear();
        return isChanged;
    }

    /// <summary>Takes a Service in as it is now, be it new or known.</summary>
    public void Put(ServiceSnapshot service, ServiceEndpoints endpoints)
    {
        Remove(service.Key);
        foreach (var text in service.IngressIps)
        {
            if (Address.TryParse(text, out var address) && ClaimOf(service, address, endpoints) is { } claim)
            {
                Add(address, claim);
            }
        }
    }

    public void Remove(ObjectKey service)
    {
        if (!addressesOf.Remove(service, out var addresses))
        {
            return;
        }

        foreach (var address in addresses)
        {
            touched.Add(address);
            if (claims[address].Remove(service) && claims[address].Count == 0)
            {
                claims.Remove(address);
            }
        }
    }

    private void Add(Address address, Claim claim)
    {
        touched.Add(address);
        if (!claims.TryGetValue(address, out var sharers))
        {
            claims[address] = sharers = [];
        }

        sharers[claim.Service.Key] = claim;
        if (!addressesOf.TryGetValue(claim.Service.Key, out var addresses))
        {
            addressesOf[claim.Service.Key] = addresses = new(1);
        }

        if (!addresses.Contains(address))
        {
            addresses.Add(address);
        }
    }

    private Claim? ClaimOf(ServiceSnapshot service, Address address, ServiceEndpoints endpoints)
    {
        var pool = scope.Pools.PoolOf(service, address);
        if (pool is null)
        {
            return null;
        }

        var advertisements = scope.Advertisements.Where(advertisement => AdvertisementScope.Selects(advertisement, pool, service)).ToList();
        return advertisements.Count == 0 ? null : new Claim(service, advertisements, endpoints);
    }

    private L2Announcement Decide(Address address, List<Claim> claims)
    {
        var verdicts = new List<L2NodeVerdict>();
        var candidates = new List<L2Candidate>();
        var interfaces = new SortedDictionary<string, ValueArray<string>>(StringComparer.Ordinal);
        foreach (var node in scope.Nodes)
        {
            var judged = claims.ConvertAll(claim => (Claim: claim, Verdict: Judge(node, claim)));
            var served = judged.Where(entry => entry.Verdict == NodeVerdict.Eligible).Select(entry => entry.Claim).ToList();
            verdicts.Add(new(node.Key.Name, served.Count > 0 ? NodeVerdict.Eligible : judged[0].Verdict));
            if (served.Count > 0)
            {
                var isDraining = NodeDrain.IsAsked(node, scope.CordonDrains) || served.Exists(claim => IsEmptying(node, claim));
                candidates.Add(new(node.Key.Name, served.Count, served.Max(claim => Preference(node, claim)), isDraining));
                interfaces[node.Key.Name] = Interfaces(node, claims);
            }
        }

        return new(
            address,
            claims.Select(claim => claim.Service.Key).ToValueArray(),
            Contenders(L2Election.Rank(address, candidates), interfaces),
            verdicts.ToValueArray());
    }

    private static ValueArray<L2Contender> Contenders(IReadOnlyList<L2Candidate> ranked, SortedDictionary<string, ValueArray<string>> interfaces)
    {
        var contenders = new L2Contender[ranked.Count];
        var @class = 0;
        for (var i = 0; i < contenders.Length; i++)
        {
            var (node, served, preference, isDraining) = ranked[i];
            @class += i > 0 && (served, preference, isDraining) != (ranked[i - 1].ServicesServed, ranked[i - 1].Preference, ranked[i - 1].IsDraining) ? 1 : 0;
            contenders[i] = new(node, @class, isDraining, interfaces[node]);
        }

        return ValueArray.Create<L2Contender>(contenders);
    }

    private NodeVerdict Judge(NodeSnapshot node, Claim claim)
    {
        if (!claim.Advertisements.Exists(advertisement => LabelSelector.AnyMatches(advertisement.NodeSelectors, node.Labels)))
        {
            return NodeVerdict.NotSelected;
        }

        return NodeEligibility.Judge(node, claim.Service, claim.Endpoints, scope.IgnoreExcludeLabel);
    }

    /// <summary>All that the node has for a Local Service terminates: it serves on, but another node with a ready endpoint is better.</summary>
    private static bool IsEmptying(NodeSnapshot node, Claim claim) => claim.Service.IsLocal && !claim.Endpoints.ReadyOn(node.Key.Name);

    private static int Preference(NodeSnapshot node, Claim claim) => claim.Advertisements
        .Where(advertisement => LabelSelector.AnyMatches(advertisement.NodeSelectors, node.Labels))
        .SelectMany(advertisement => advertisement.PreferredNodeSelectors)
        .Where(preferred => preferred.Preference.Matches(node.Labels))
        .Sum(preferred => preferred.Weight);

    /// <summary>The union over the advertisements that select the node; one that names no interface means all of them.</summary>
    private static ValueArray<string> Interfaces(NodeSnapshot node, List<Claim> claims)
    {
        var matching = claims
            .SelectMany(claim => claim.Advertisements)
            .Where(advertisement => LabelSelector.AnyMatches(advertisement.NodeSelectors, node.Labels))
            .ToList();
        return matching.Exists(advertisement => advertisement.Interfaces.IsEmpty)
            ? []
            : matching.SelectMany(advertisement => advertisement.Interfaces).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToValueArray();
    }

    private sealed record Claim(ServiceSnapshot Service, List<L2AdvertisementSpec> Advertisements, ServiceEndpoints Endpoints);
}
