using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>
/// The pools with a <c>serviceAllocation</c> that Services may be given addresses of without asking, found by Service without looking at
/// each: a pool stands under the namespaces that it names, or else under one label of each of its selectors, or else under "any".
/// </summary>
public sealed class PinnedPools
{
    private readonly Pool[] pools;
    private readonly Dictionary<string, List<int>> byNamespace = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Key, string Value), List<int>> byLabel = [];
    private readonly List<int> any = [];

    /// <param name="pools">In the order in which they are tried.</param>
    internal PinnedPools(IEnumerable<Pool> pools)
    {
        this.pools = [.. pools];
        for (var rank = 0; rank < this.pools.Length; rank++)
        {
            Index(this.pools[rank].ServiceAllocation!, rank);
        }
    }

    /// <summary>The pools that admit the Service, in the order in which they are tried.</summary>
    public IEnumerable<Pool> Admitting(ServiceSnapshot service, LabelSet namespaceLabels)
    {
        if (pools.Length == 0)
        {
            return [];
        }

        var ranks = new List<int>(any);
        ranks.AddRange(byNamespace.GetValueOrDefault(service.Key.Namespace) ?? []);
        foreach (var (key, value) in service.Labels)
        {
            ranks.AddRange(byLabel.GetValueOrDefault((key, value)) ?? []);
        }

        return ranks.Distinct().Order().Select(rank => pools[rank]).Where(pool => pool.Admits(service, namespaceLabels));
    }

    private void Index(ServiceAllocationSpec pinning, int rank)
    {
        if (!pinning.Namespaces.IsEmpty && pinning.NamespaceSelectors.IsEmpty)
        {
            foreach (var name in pinning.Namespaces)
            {
                Add(byNamespace, name, rank);
            }
        }
        else if (!pinning.ServiceSelectors.IsEmpty && pinning.ServiceSelectors.All(selector => selector.MatchLabels.Count > 0))
        {
            foreach (var selector in pinning.ServiceSelectors)
            {
                var (key, value) = selector.MatchLabels.First();
                Add(byLabel, (key, value), rank);
            }
        }
        else
        {
            any.Add(rank);
        }
    }

    private static void Add<TKey>(Dictionary<TKey, List<int>> index, TKey key, int rank)
        where TKey : notnull
    {
        var ranks = index.TryGetValue(key, out var known) ? known : index[key] = [];
        ranks.Add(rank);
    }
}
