using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Simulation.Checkers;

/// <summary>The rules in the shortest words that say them, to judge the engine by; it decides nothing about order or preference.</summary>
public static class Oracle
{
    public static ClusterView Of(IEnumerable<SnapshotObject> objects)
    {
        var all = objects.ToList();
        return new(
            [.. all.OfType<ServiceSnapshot>()],
            [.. all.OfType<EndpointSliceSnapshot>()],
            [.. all.OfType<NodeSnapshot>()],
            PoolParser.Parse(all.OfType<PoolSpec>()).Pools,
            [.. all.OfType<L2AdvertisementSpec>()],
            [.. all.OfType<BgpAdvertisementSpec>()]);
    }

    /// <summary>The addresses of our Services that an advertisement for the segment is about.</summary>
    public static IReadOnlyList<Address> L2Vips(ClusterView view) =>
        [.. view.Services.Where(IsOurs).SelectMany(AddressesOf).Distinct().Where(address => L2Advertisements(view, address).Any()).Order()];

    /// <summary>The addresses of our Services that an advertisement for routers is about.</summary>
    public static IReadOnlyList<Address> BgpVips(ClusterView view) =>
    [
        .. view.Services.Where(IsOurs).SelectMany(AddressesOf).Distinct().Where(address => view.Pools.PoolOf(address) is { } pool
            && view.Bgp.Any(advertisement => advertisement.Pools.IsEmpty || advertisement.Pools.Contains(pool.Name, StringComparer.Ordinal))).Order(),
    ];

    /// <summary>Whether the node may announce the address on its segment, if its speaker lives.</summary>
    public static bool MayAnnounceL2(ClusterView view, string node, Address address) =>
        view.Nodes.FirstOrDefault(known => known.Key.Name == node) is { } found
        && !found.NetworkUnavailable
        && !found.Labels.TryGet(NodeSnapshot.ExcludeLabel, out _)
        && ServicesOn(view, address).Any(service => CanServe(view, service, node)
            && L2Advertisements(view, address).Any(advertisement =>
                LabelSelector.AnyMatches(advertisement.ServiceSelectors, service.Labels)
                && LabelSelector.AnyMatches(advertisement.NodeSelectors, found.Labels)));

    /// <summary>Whether the node is to announce the address to its routers: a drained one only what no other node can.</summary>
    public static bool AnnouncesBgp(ClusterView view, string node, Address address) =>
        ServicesOn(view, address).Any(service => AnnouncesBgp(view, node, service, address));

    /// <summary>Whether the node is to announce the address to its routers for the sake of this Service.</summary>
    public static bool AnnouncesBgp(ClusterView view, string node, ServiceSnapshot service, Address address) =>
        MayAnnounceBgp(view, node, service, address)
        && !(IsDrained(view, node) && view.Nodes.Any(other => !IsDrained(view, other.Key.Name) && MayAnnounceBgp(view, other.Key.Name, service, address)));

    /// <summary>Whether the node can announce the address to routers, drained or not.</summary>
    public static bool MayAnnounceBgp(ClusterView view, string node, Address address) =>
        ServicesOn(view, address).Any(service => MayAnnounceBgp(view, node, service, address));

    private static bool MayAnnounceBgp(ClusterView view, string node, ServiceSnapshot service, Address address) =>
        view.Nodes.FirstOrDefault(known => known.Key.Name == node) is { } found
        && !found.NetworkUnavailable
        && !found.Labels.TryGet(NodeSnapshot.ExcludeLabel, out _)
        && CanServe(view, service, node)
        && view.Pools.PoolOf(address) is { } pool
        && view.Bgp.Any(advertisement => (advertisement.Pools.IsEmpty || advertisement.Pools.Contains(pool.Name, StringComparer.Ordinal))
            && LabelSelector.AnyMatches(advertisement.NodeSelectors, found.Labels));

    public static bool IsDrained(ClusterView view, string node) =>
        view.Nodes.FirstOrDefault(known => known.Key.Name == node) is { } found && found.Annotations.TryGet("lbcontroller.dev/drain", out _);

    public static IEnumerable<ServiceSnapshot> ServicesOn(ClusterView view, Address address) =>
        view.Services.Where(service => IsOurs(service) && service.IngressIps.Contains(address.ToString(), StringComparer.Ordinal));

    public static bool IsOurs(ServiceSnapshot service) => service is { Type: "LoadBalancer", LoadBalancerClass: null };

    /// <summary>What a Service asks for by an annotation of MetalLB, under its prefix of today or of before; null: nothing.</summary>
    public static string? AnnotationOf(ServiceSnapshot service, string name) =>
        service.Annotations.TryGet($"metallb.io/{name}", out var value) || service.Annotations.TryGet($"metallb.universe.tf/{name}", out value) ? value : null;

    /// <summary>
    /// Two Services may have one address: both name the same key, they have no port in common, and where one of them is served only by the nodes of
    /// its pods, both are, and by the same pods.
    /// </summary>
    public static bool MayShare(ServiceSnapshot one, ServiceSnapshot other) =>
        AnnotationOf(one, "allow-shared-ip") is { Length: > 0 } key
        && AnnotationOf(other, "allow-shared-ip") == key
        && one.ExternalTrafficPolicy == other.ExternalTrafficPolicy
        && (one.ExternalTrafficPolicy != "Local" || one.Selector.Equals(other.Selector))
        && !one.Ports.Any(port => other.Ports.Any(taken => taken.Port == port.Port && taken.Protocol == port.Protocol));

    public static IEnumerable<Address> AddressesOf(ServiceSnapshot service) =>
        service.IngressIps.Select(text => Address.TryParse(text, out var address) ? address : (Address?)null).OfType<Address>();

    private static IEnumerable<L2AdvertisementSpec> L2Advertisements(ClusterView view, Address address) =>
        view.Pools.PoolOf(address) is { } pool
            ? view.L2.Where(advertisement => advertisement.Pools.IsEmpty || advertisement.Pools.Contains(pool.Name, StringComparer.Ordinal))
            : [];

    public static bool CanServe(ClusterView view, ServiceSnapshot service, string node)
    {
        var usable = view.Slices
            .Where(slice => slice.ServiceName == service.Key.Name && slice.Key.Namespace == service.Key.Namespace)
            .SelectMany(slice => slice.Endpoints)
            .Where(endpoint => endpoint.IsUsable)
            .ToList();
        return service.IsLocal ? usable.Exists(endpoint => endpoint.NodeName == node) : usable.Count > 0;
    }
}
