using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>The annotations of a Service that users write and we read, under both of their prefixes, and the one that we write.</summary>
public static class ServiceAnnotations
{
    public const string Prefix = "metallb.io/";
    public const string DeprecatedPrefix = "metallb.universe.tf/";

    public const string AddressPool = "address-pool";
    public const string LoadBalancerIps = "loadBalancerIPs";
    public const string AllowSharedIp = "allow-shared-ip";

    /// <summary>"true" is the consent to share an address with Services of other namespaces, where the controller asks for one. Ours, not MetalLB's.</summary>
    public const string ShareAcrossNamespaces = "lbcontroller.dev/share-across-namespaces";

    /// <summary>Written by us: the pool (or, for two families from two pools, <c>first,second</c>) of the addresses in status.</summary>
    public const string AllocatedFromPool = "ip-allocated-from-pool";

    private static readonly string[] Names = [AddressPool, LoadBalancerIps, AllowSharedIp];

    /// <summary>
    /// The value under the current prefix, or under the deprecated one if the current is absent; null when there is none, or when it is
    /// blank. Surrounding blanks do not count.
    /// </summary>
    public static string? Read(ServiceSnapshot service, string name) => Present(Raw(service, name));

    /// <summary>The value of <see cref="AllowSharedIp"/> as it is written, for it means nothing but itself; empty when absent.</summary>
    public static string SharingKey(ServiceSnapshot service) => Raw(service, AllowSharedIp) ?? "";

    public static bool SharesAcrossNamespaces(ServiceSnapshot service) =>
        string.Equals(service.Annotations[ShareAcrossNamespaces]?.Trim(), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The pools that the annotation written by us names; none when it is absent.</summary>
    public static IReadOnlyList<string> PoolsInUse(ServiceSnapshot service) =>
        Read(service, AllocatedFromPool)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>There are annotations under the deprecated prefix, whatever they say.</summary>
    public static bool HasDeprecated(ServiceSnapshot service)
    {
        foreach (var (name, _) in service.Annotations)
        {
            if (name.StartsWith(DeprecatedPrefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The deprecated annotations that have an effect on this Service, by name.</summary>
    public static IEnumerable<string> DeprecatedInUse(ServiceSnapshot service) =>
        from name in Names
        where service.Annotations[Prefix + name] is null && Present(service.Annotations[DeprecatedPrefix + name]) is not null
        select DeprecatedPrefix + name;

    /// <summary>The deprecated annotations that say something else than the current ones beside them, and so have no effect, by name.</summary>
    public static IEnumerable<string> PassedOver(ServiceSnapshot service) =>
        from name in Names
        where service.Annotations[Prefix + name] is { } current && Present(service.Annotations[DeprecatedPrefix + name]) is { } deprecated && deprecated != current.Trim()
        select DeprecatedPrefix + name;

    private static string? Raw(ServiceSnapshot service, string name) =>
        service.Annotations[Prefix + name] ?? service.Annotations[DeprecatedPrefix + name];

    private static string? Present(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
