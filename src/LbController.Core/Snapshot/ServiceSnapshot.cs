using LbController.Core.Addresses;

namespace LbController.Core.Snapshot;

/// <summary>A Service, whatever its type. Lists and texts are as the API server holds them; nothing is validated yet.</summary>
public sealed record ServiceSnapshot(ObjectKey Key) : SnapshotObject(Key)
{
    public string Uid { get; init; } = "";

    /// <summary>Opaque; sent back with a write so that a lost race is refused with 409.</summary>
    public string ResourceVersion { get; init; } = "";

    /// <summary><c>metadata.generation</c>; 0 where the API server does not count it.</summary>
    public long Generation { get; init; }

    /// <summary>Seconds since 1970: the order in which waiting Services are served.</summary>
    public long CreatedAt { get; init; }

    public LabelSet Labels { get; init; } = LabelSet.Empty;

    public LabelSet Annotations { get; init; } = LabelSet.Empty;

    /// <summary><c>spec.type</c>; an address is given only to <c>LoadBalancer</c>.</summary>
    public string Type { get; init; } = "LoadBalancer";

    public string? LoadBalancerClass { get; init; }

    /// <summary><c>spec.loadBalancerIP</c> (deprecated in Kubernetes, still honoured).</summary>
    public string? LoadBalancerIp { get; init; }

    /// <summary><c>spec.clusterIPs</c> without <c>None</c>; their families are the families of the Service.</summary>
    public ValueArray<Address> ClusterIps { get; init; }

    public ValueArray<IpFamily> IpFamilies { get; init; }

    public IpFamilyPolicy IpFamilyPolicy { get; init; }

    public bool IsLocal => ExternalTrafficPolicy == "Local";

    /// <summary><c>Cluster</c> or <c>Local</c>.</summary>
    public string ExternalTrafficPolicy { get; init; } = "Cluster";

    public LabelSet Selector { get; init; } = LabelSet.Empty;

    public ValueArray<ServicePort> Ports { get; init; }

    /// <summary>
    /// <c>status.loadBalancer.ingress[].ip</c> as it stands, in its order; texts that are no addresses are kept as they are, and an entry
    /// without an address stands here with its host name.
    /// </summary>
    public ValueArray<string> IngressIps { get; init; }

    /// <summary>The condition <see cref="ServiceCondition.AddressAssigned"/> in its status; null: there is none.</summary>
    public ServiceCondition? AddressCondition { get; init; }

    /// <summary>The condition <see cref="ServiceCondition.Announced"/> in its status; null: there is none.</summary>
    public ServiceCondition? AnnouncedCondition { get; init; }
}
