using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Election;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>
/// Who announces what by ARP and NDP. Every speaker computes the whole plan for the whole cluster from the same facts and
/// carries out its own part. One owner per address, also when several Services share it.
/// </summary>
public static class L2Planner
{
    /// <summary>One announcement per address that a pool with an L2Advertisement holds, sorted by address.</summary>
    public static IReadOnlyList<L2Announcement> Plan(L2PlanInput input)
    {
        var byAddress = new SortedDictionary<Address, List<Claim>>();
        foreach (var service in input.Services)
        {
            foreach (var text in service.IngressIps)
            {
                if (Address.TryParse(text, out var address) && ClaimOf(service, address, input) is { } claim)
                {
                    byAddress.TryAdd(address, []);
                    byAddress[address].Add(claim);
                }
            }
        }

        return byAddress.Select(pair => Decide(pair.Key, pair.Value, input)).ToList();
    }

    private static Claim? ClaimOf(ServiceSnapshot service, Address address, L2PlanInput input)
    {
        var pool = input.Pools.PoolOf(service, address);
        if (pool is null)
        {
            return null;
        }

        var advertisements = input.Advertisements
            .Where(advertisement => AdvertisementScope.Selects(advertisement.Pools, advertisement.PoolSelectors, pool)
                && LabelSelector.AnyMatches(advertisement.ServiceSelectors, service.Labels))
            .ToList();
        return advertisements.Count == 0 ? null : new Claim(service, advertisements, input.EndpointsOf(service.Key));
    }

    private static L2Announcement Decide(Address address, List<Claim> claims, L2PlanInput input)
    {
        var verdicts = new List<L2NodeVerdict>();
        var candidates = new List<L2Candidate>();
        foreach (var node in input.Nodes)
        {
            var judged = claims.ConvertAll(claim => (Claim: claim, Verdict: Judge(node, claim, input)));
            var served = judged.Where(entry => entry.Verdict == NodeVerdict.Eligible).Select(entry => entry.Claim).ToList();
            verdicts.Add(new(node.Key.Name, served.Count > 0 ? NodeVerdict.Eligible : judged[0].Verdict));
            if (served.Count > 0)
            {
                candidates.Add(new(node.Key.Name, served.Count, served.Max(claim => Preference(node, claim))));
            }
        }

        var ranking = L2Election.Rank(address, candidates).ToValueArray();
        var owner = input.Nodes.FirstOrDefault(node => !ranking.IsEmpty && node.Key.Name == ranking[0]);
        return new(
            address,
            claims.Select(claim => claim.Service.Key).ToValueArray(),
            ranking,
            verdicts.ToValueArray(),
            owner is null ? [] : Interfaces(owner, claims));
    }

    private static NodeVerdict Judge(NodeSnapshot node, Claim claim, L2PlanInput input)
    {
        if (!claim.Advertisements.Exists(advertisement => LabelSelector.AnyMatches(advertisement.NodeSelectors, node.Labels)))
        {
            return NodeVerdict.NotSelected;
        }

        var verdict = NodeEligibility.Judge(node, claim.Service, claim.Endpoints, input.IgnoreExcludeLabel);
        return verdict == NodeVerdict.Eligible && !input.IsAlive(node.Key.Name) ? NodeVerdict.NotAlive : verdict;
    }

    private static int Preference(NodeSnapshot node, Claim claim) => claim.Advertisements
        .Where(advertisement => LabelSelector.AnyMatches(advertisement.NodeSelectors, node.Labels))
        .SelectMany(advertisement => advertisement.PreferredNodeSelectors)
        .Where(preferred => preferred.Preference.Matches(node.Labels))
        .Sum(preferred => preferred.Weight);

    /// <summary>The union over the advertisements that select the node; one that names no interface means all of them.</summary>
    private static ValueArray<string> Interfaces(NodeSnapshot owner, List<Claim> claims)
    {
        var matching = claims
            .SelectMany(claim => claim.Advertisements)
            .Where(advertisement => LabelSelector.AnyMatches(advertisement.NodeSelectors, owner.Labels))
            .ToList();
        return matching.Exists(advertisement => advertisement.Interfaces.IsEmpty)
            ? []
            : matching.SelectMany(advertisement => advertisement.Interfaces).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToValueArray();
    }

    private sealed record Claim(ServiceSnapshot Service, List<L2AdvertisementSpec> Advertisements, ServiceEndpoints Endpoints);
}
