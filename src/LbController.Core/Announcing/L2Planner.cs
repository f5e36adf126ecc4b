using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Election;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>
/// Who may announce what by ARP and NDP, and in which order. Every speaker computes the whole plan for the whole cluster from the same
/// facts. Several Services that share an address are one announcement, so it has one owner.
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
        var interfaces = new SortedDictionary<string, ValueArray<string>>(StringComparer.Ordinal);
        foreach (var node in input.Nodes)
        {
            var judged = claims.ConvertAll(claim => (Claim: claim, Verdict: Judge(node, claim, input)));
            var served = judged.Where(entry => entry.Verdict == NodeVerdict.Eligible).Select(entry => entry.Claim).ToList();
            verdicts.Add(new(node.Key.Name, served.Count > 0 ? NodeVerdict.Eligible : judged[0].Verdict));
            if (served.Count > 0)
            {
                var isDraining = NodeDrain.IsAsked(node, input.CordonDrains) || served.Exists(claim => IsEmptying(node, claim));
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

    private static NodeVerdict Judge(NodeSnapshot node, Claim claim, L2PlanInput input)
    {
        if (!claim.Advertisements.Exists(advertisement => LabelSelector.AnyMatches(advertisement.NodeSelectors, node.Labels)))
        {
            return NodeVerdict.NotSelected;
        }

        var verdict = NodeEligibility.Judge(node, claim.Service, claim.Endpoints, input.IgnoreExcludeLabel);
        return verdict == NodeVerdict.Eligible && !input.IsAlive(node.Key.Name) ? NodeVerdict.NotAlive : verdict;
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
