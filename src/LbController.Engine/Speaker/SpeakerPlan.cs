using LbController.Core.Announcing;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Engine.Speaker;

/// <summary>
/// What is to be announced: kept Service by Service, so that one change among very many costs the work for one; made anew when anything else has
/// changed that all depend on.
/// </summary>
internal sealed class SpeakerPlan(SpeakerOptions options, SpeakerState state)
{
    private readonly SortedDictionary<ObjectKey, ServiceSnapshot> services = [];
    private readonly SortedSet<ObjectKey> byBgp = [];

    /// <summary>The Services of our class that have an address.</summary>
    public IReadOnlyDictionary<ObjectKey, ServiceSnapshot> Services => services;

    /// <summary>The cluster's L2 plan, for all nodes whether they live or not.</summary>
    public L2Table L2 { get; private set; } = new(new L2Scope(PoolSet.Empty, [], [], IgnoreExcludeLabel: false));

    /// <summary>Services that some BGPAdvertisement selects, whatever node announces them.</summary>
    public IReadOnlySet<ObjectKey> ByBgp => byBgp;

    /// <summary>What this node announces by BGP; null: nothing, for it is not known or leaves.</summary>
    public BgpTable? Routes { get; private set; }

    /// <summary>Makes all but <see cref="Routes"/> anew.</summary>
    public void Renew()
    {
        services.Clear();
        byBgp.Clear();
        Routes = null;
        L2 = new L2Table(new L2Scope(state.Config.Pools, state.Config.L2Advertisements, state.Nodes.Values, options.IgnoreExcludeLabel) { CordonDrains = options.CordonDrains });
        foreach (var service in state.Services.Values)
        {
            Update(service.Key);
        }

        L2.Settle();
    }

    /// <param name="node">This node.</param>
    /// <param name="peers">Those that it has a session with.</param>
    /// <param name="isLeftToOthers">Services that it need not announce.</param>
    public BgpTable RenewRoutes(NodeSnapshot node, IReadOnlyCollection<string> peers, Predicate<ServiceSnapshot> isLeftToOthers)
    {
        Routes = new BgpTable(new BgpScope(node, state.Config.Pools, state.Config.BgpAdvertisements, state.Config.Communities, options.IgnoreExcludeLabel), peers);
        foreach (var service in services.Values.Where(service => !isLeftToOthers(service)))
        {
            Routes.Put(service, state.EndpointsOf(service.Key));
        }

        return Routes;
    }

    /// <summary>Takes in what has changed of some Services and of their endpoints.</summary>
    /// <returns>Whether <see cref="L2"/> is another than before.</returns>
    public bool Update(IEnumerable<ObjectKey> touched)
    {
        foreach (var key in touched)
        {
            Update(key);
        }

        return L2.Settle();
    }

    private void Update(ObjectKey key)
    {
        if (!state.Services.TryGetValue(key, out var service) || !IsOurs(service))
        {
            services.Remove(key);
            byBgp.Remove(key);
            L2.Remove(key);
            Routes?.Remove(key);
            return;
        }

        services[key] = service;
        L2.Put(service, state.EndpointsOf(key));
        Routes?.Put(service, state.EndpointsOf(key));
        if (BgpSelection.IsSelected(service, state.Config.Pools, state.Config.BgpAdvertisements))
        {
            byBgp.Add(key);
        }
        else
        {
            byBgp.Remove(key);
        }
    }

    private bool IsOurs(ServiceSnapshot service) =>
        service.Type == "LoadBalancer" && service.LoadBalancerClass == options.LoadBalancerClass && !service.IngressIps.IsEmpty;
}
