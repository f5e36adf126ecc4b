using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;
using LbController.Engine.Controller;

namespace LbController.Engine.Planning;

/// <summary>
/// Tries changes before they are made: the real controller runs on a copy of the cluster until it rests, then one change after the other is put in,
/// and it runs after each, as it does when they are applied. The difference is the changes' alone.
/// </summary>
public sealed class WhatIf
{
    private static readonly Address SomeV4 = Address.Parse("192.0.2.1");
    private static readonly Address SomeV6 = Address.Parse("2001:db8::1");

    private readonly TriedCluster cluster;
    private readonly string? loadBalancerClass;
    private readonly SortedDictionary<ObjectKey, ServiceSnapshot> before = [];
    private readonly SortedDictionary<string, PoolCounters?> poolsBefore = new(StringComparer.Ordinal);
    private readonly SortedSet<ObjectKey> named = [];
    private readonly string configNamespace;

    /// <param name="options">As the running controller has them.</param>
    /// <param name="objects">The cluster as it is: Services, Namespaces, IPAddressPools, BGPPeers and what else the controller follows.</param>
    public WhatIf(ControllerOptions options, IEnumerable<SnapshotObject> objects)
    {
        cluster = new TriedCluster(options);
        loadBalancerClass = options.LoadBalancerClass;
        configNamespace = options.Namespace;
        foreach (var item in objects)
        {
            cluster.Put(item);
        }

        cluster.EndList();
        cluster.Settle();
        cluster.Errors.Clear();
        foreach (var (key, service) in cluster.Services)
        {
            before[key] = service;
        }

        foreach (var pool in OwnPools())
        {
            poolsBefore[pool.Key.Name] = pool.Counters;
        }
    }

    /// <summary>Makes an object, or changes it as an apply of it would: what the cluster itself has filled in stays.</summary>
    public void Put(SnapshotObject item)
    {
        if (item is ServiceSnapshot service)
        {
            named.Add(service.Key);
            cluster.Put(cluster.Services.TryGetValue(service.Key, out var known) ? Applied(service, known) : Created(service));
        }
        else
        {
            cluster.Put(item is PoolSpec pool ? Applied(pool, cluster.Pools.GetValueOrDefault(pool.Key)) : item);
        }

        cluster.Settle();
    }

    /// <summary>Deletes an object; one that is not there does no harm.</summary>
    /// <param name="kind">The type of its snapshot.</param>
    /// <param name="key">Its name.</param>
    public void Remove(Type kind, ObjectKey key)
    {
        if (kind == typeof(ServiceSnapshot))
        {
            named.Add(key);
        }

        cluster.Remove(kind, key);
        cluster.Settle();
    }

    /// <summary>What all changes together have done.</summary>
    public Forecast Forecast() => new(Services().ToValueArray(), Pools().ToValueArray(), cluster.Errors.ToValueArray());

    private IEnumerable<ServiceForecast> Services()
    {
        foreach (var key in new SortedSet<ObjectKey>(before.Keys.Concat(cluster.Services.Keys)))
        {
            var was = before.GetValueOrDefault(key);
            var now = cluster.Services.GetValueOrDefault(key);
            var forecast = new ServiceForecast(key, AddressesOf(was), AddressesOf(now), ReasonOf(now), MessageOf(now));
            var isOurs = now is { Type: "LoadBalancer" } && now.LoadBalancerClass == loadBalancerClass;
            if (now is not null && !isOurs)
            {
                var (code, message) = now.Type == "LoadBalancer" ? AllocationReasons.OtherClass : AllocationReasons.NotLoadBalancer;
                forecast = forecast with { Reason = code.ToString(), Message = message };
            }

            var isTouched = forecast.Kind switch
            {
                ForecastKind.Unchanged => false,
                ForecastKind.Waits => isOurs && (named.Contains(key) || ReasonOf(was) != ReasonOf(now)),
                _ => true,
            };
            if (isTouched)
            {
                yield return forecast;
            }
        }
    }

    private IEnumerable<PoolForecast> Pools()
    {
        var after = OwnPools().ToDictionary(pool => pool.Key.Name, pool => pool.Counters, StringComparer.Ordinal);
        foreach (var name in new SortedSet<string>(poolsBefore.Keys.Concat(after.Keys), StringComparer.Ordinal))
        {
            var forecast = new PoolForecast(name, poolsBefore.GetValueOrDefault(name), after.GetValueOrDefault(name));
            if (forecast.Before != forecast.After)
            {
                yield return forecast;
            }
        }
    }

    private IEnumerable<PoolSpec> OwnPools() => cluster.Pools.Values.Where(pool => pool.Key.Namespace == configNamespace);

    private static ServiceSnapshot Applied(ServiceSnapshot wanted, ServiceSnapshot known) => wanted with
    {
        Uid = known.Uid,
        CreatedAt = known.CreatedAt,
        Generation = known.Generation + 1,
        ClusterIps = wanted.ClusterIps.IsEmpty ? known.ClusterIps : wanted.ClusterIps,
        IpFamilies = wanted.IpFamilies.IsEmpty ? known.IpFamilies : wanted.IpFamilies,
        IngressIps = known.IngressIps,
        AddressCondition = known.AddressCondition,
        Annotations = LabelSet.From(Written(known).Concat(wanted.Annotations)),
    };

    private static PoolSpec Applied(PoolSpec wanted, PoolSpec? known) =>
        wanted with { Uid = known?.Uid ?? "", CreatedAt = known?.CreatedAt ?? 0, Counters = known?.Counters };

    private static IEnumerable<KeyValuePair<string, string>> Written(ServiceSnapshot known) =>
        known.Annotations.Where(pair => pair.Key is ServiceAnnotations.Prefix + ServiceAnnotations.AllocatedFromPool);

    /// <summary>A new Service is the youngest, and gets cluster IPs of the families that the API server would choose.</summary>
    private ServiceSnapshot Created(ServiceSnapshot wanted) => wanted with
    {
        Uid = $"new {wanted.Key}",
        CreatedAt = cluster.Services.Values.Select(service => service.CreatedAt).DefaultIfEmpty().Max() + 1,
        ClusterIps = wanted.ClusterIps.IsEmpty ? Families(wanted).Select(family => family == IpFamily.V4 ? SomeV4 : SomeV6).ToValueArray() : wanted.ClusterIps,
        IngressIps = [],
        AddressCondition = null,
    };

    private ValueArray<IpFamily> Families(ServiceSnapshot wanted)
    {
        var usual = cluster.Services.Values.Select(service => service.ClusterIps).FirstOrDefault(ips => !ips.IsEmpty);
        var first = !wanted.IpFamilies.IsEmpty ? wanted.IpFamilies[0] : usual.IsEmpty ? IpFamily.V4 : usual[0].Family;
        var second = first == IpFamily.V4 ? IpFamily.V6 : IpFamily.V4;
        var isDual = wanted.IpFamilies.Count > 1 || wanted.IpFamilyPolicy == IpFamilyPolicy.RequireDualStack
            || (wanted.IpFamilyPolicy == IpFamilyPolicy.PreferDualStack && cluster.Services.Values.Any(service => service.ClusterIps.Count > 1));
        return isDual ? [first, second] : [first];
    }

    private static ValueArray<Address> AddressesOf(ServiceSnapshot? service) => service is null ? [] : ServiceStatus.Addresses(service);

    private static string ReasonOf(ServiceSnapshot? service) => service?.AddressCondition?.Reason ?? "";

    private static string MessageOf(ServiceSnapshot? service) => service?.AddressCondition?.Message ?? "";
}
