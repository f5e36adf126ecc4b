using LbController.Core.Snapshot;

namespace LbController.Core.Tests.Allocation;

/// <summary>Short words to vary a Service.</summary>
internal static class ServiceWords
{
    public static ServiceSnapshot Holding(this ServiceSnapshot service, params string[] addresses) =>
        service with { IngressIps = addresses.ToValueArray() };

    public static ServiceSnapshot Asking(this ServiceSnapshot service, string ips) => service.With("metallb.io/loadBalancerIPs", ips);

    public static ServiceSnapshot AskingPool(this ServiceSnapshot service, string pool) => service.With("metallb.io/address-pool", pool);

    public static ServiceSnapshot Sharing(this ServiceSnapshot service, string key) => service.With("metallb.io/allow-shared-ip", key);

    public static ServiceSnapshot From(this ServiceSnapshot service, string pool) => service.With("metallb.io/ip-allocated-from-pool", pool);

    public static ServiceSnapshot With(this ServiceSnapshot service, string annotation, string value) =>
        service with { Annotations = LabelSet.From(service.Annotations.Append(KeyValuePair.Create(annotation, value))) };

    public static ServiceSnapshot Labelled(this ServiceSnapshot service, string app) =>
        service with { Labels = World.Labels(("app", app)) };

    public static ServiceSnapshot Local(this ServiceSnapshot service, string selector) =>
        service with { ExternalTrafficPolicy = "Local", Selector = World.Labels(("app", selector)) };

    public static ServiceSnapshot OnPort(this ServiceSnapshot service, int port) => service with { Ports = [new ServicePort("TCP", port)] };
}
