using k8s.Models;
using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Kubernetes.Resources;

namespace LbController.Kubernetes.Mapping;

/// <summary>Service (v1). What the API server defaults is defaulted here too, so that a hand-made object reads alike.</summary>
public static class ServiceMapping
{
    public static ServiceSnapshot ToSnapshot(ServiceExcerpt service)
    {
        var spec = service.Spec ?? new ServiceSpecExcerpt();
        return new ServiceSnapshot(new ObjectKey(service.Metadata?.Namespace ?? "", service.Metadata?.Name ?? ""))
        {
            Uid = service.Metadata?.Uid ?? "",
            ResourceVersion = service.Metadata?.ResourceVersion ?? "",
            Generation = service.Metadata?.Generation ?? 0,
            CreatedAt = service.Metadata?.CreationTimestamp?.ToUnixTimeSeconds() ?? 0,
            Labels = (service.Metadata?.Labels).ToLabelSet(),
            Annotations = (service.Metadata?.Annotations).ToLabelSet(),
            Type = spec.Type ?? "ClusterIP",
            LoadBalancerClass = NullIfEmpty(spec.LoadBalancerClass),
            LoadBalancerIp = NullIfEmpty(spec.LoadBalancerIP),
            ClusterIps = ClusterIpsOf(spec),
            IpFamilies = FamiliesOf(spec),
            IpFamilyPolicy = PolicyOf(spec),
            ExternalTrafficPolicy = spec.ExternalTrafficPolicy ?? "Cluster",
            Selector = spec.Selector.ToLabelSet(),
            Ports = spec.Ports.ToValues(port => new ServicePort(port.Protocol ?? "TCP", port.Port)),
            IngressIps = (service.Status?.LoadBalancer?.Ingress).ToValues(ingress => NullIfEmpty(ingress.Ip) ?? ingress.Hostname ?? ""),
            AddressCondition = ConditionOf(service.Status?.Conditions, ServiceCondition.AddressAssigned),
            AnnouncedCondition = ConditionOf(service.Status?.Conditions, ServiceCondition.Announced),
        };
    }

    private static ServiceCondition? ConditionOf(IEnumerable<V1Condition?>? conditions, string type) =>
        conditions?.FirstOrDefault(condition => condition?.Type == type) is { } own
            ? new ServiceCondition(own.Status ?? "", own.Reason ?? "", own.Message ?? "", own.ObservedGeneration ?? 0)
            : null;

    /// <summary>A Service written before dual stack has <c>clusterIP</c> alone.</summary>
    private static ValueArray<Address> ClusterIpsOf(ServiceSpecExcerpt spec)
    {
        IEnumerable<string?> texts = spec.ClusterIPs is { Count: > 0 } several ? several : [spec.ClusterIP];
        return AddressMapping.Addresses(texts);
    }

    private static ValueArray<IpFamily> FamiliesOf(ServiceSpecExcerpt spec)
    {
        var families = new List<IpFamily>();
        foreach (var name in spec.IpFamilies ?? [])
        {
            if (name is "IPv4" or "IPv6")
            {
                families.Add(name == "IPv4" ? IpFamily.V4 : IpFamily.V6);
            }
        }

        return families.ToValueArray();
    }

    private static IpFamilyPolicy PolicyOf(ServiceSpecExcerpt spec) => spec.IpFamilyPolicy switch
    {
        "PreferDualStack" => IpFamilyPolicy.PreferDualStack,
        "RequireDualStack" => IpFamilyPolicy.RequireDualStack,
        _ => IpFamilyPolicy.SingleStack,
    };

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
