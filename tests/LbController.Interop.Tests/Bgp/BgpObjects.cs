using System.Text.Json.Nodes;
using LbController.Lab.Cluster;

namespace LbController.Interop.Tests.Bgp;

/// <summary>What the matrix announces: a Service of each family, with communities of both kinds.</summary>
internal static class BgpObjects
{
    public const string Ipv4 = "10.99.0.1/32";
    public const string Ipv6 = "fd99::1/128";

    /// <summary>Announced as part of <see cref="Aggregate"/>, and because it is Local also by itself.</summary>
    public const string Aggregated = "10.98.0.7/32";
    public const string Aggregate = "10.98.0.0/24";

    public static async Task FillAsync(ClusterApi api, CancellationToken cancel)
    {
        await api.CreateAsync(ClusterApi.Nodes, new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Node", ["metadata"] = new JsonObject { ["name"] = "n1" } }, cancel);
        var status = new JsonObject { ["status"] = new JsonObject { ["addresses"] = new JsonArray(new JsonObject { ["type"] = "InternalIP", ["address"] = "10.88.1.1" }) } };
        await api.MergeAsync($"{ClusterApi.Nodes}/n1/status", status, cancel);
        const string own = "/apis/metallb.io/v1beta1/namespaces/metallb-system";
        await api.CreateAsync($"{own}/ipaddresspools", BgpLab.Object("metallb.io/v1beta1", "IPAddressPool", "all", new JsonObject { ["addresses"] = new JsonArray("10.99.0.0/16", "fd99::/112") }), cancel);
        await api.CreateAsync($"{own}/communities", BgpLab.Object("metallb.io/v1beta1", "Community", "names", new JsonObject
        {
            ["communities"] = new JsonArray(new JsonObject { ["name"] = "gold", ["value"] = "65000:100" }),
        }), cancel);
        await api.CreateAsync($"{own}/bgpadvertisements", BgpLab.Object("metallb.io/v1beta1", "BGPAdvertisement", "all", new JsonObject
        {
            ["ipAddressPools"] = new JsonArray("all"),
            ["communities"] = new JsonArray("gold", "large:65000:1:2"),
            ["localPref"] = 150,
        }), cancel);
        await api.CreateAsync($"{own}/bfdprofiles", Profile("fast", minimumTtl: null), cancel);
        // BIRD sends over many hops with TTL 64.
        await api.CreateAsync($"{own}/bfdprofiles", Profile("far", minimumTtl: 60), cancel);
        await api.CreateAsync($"{own}/ipaddresspools", BgpLab.Object("metallb.io/v1beta1", "IPAddressPool", "wide", new JsonObject { ["addresses"] = new JsonArray("10.98.0.0/24") }), cancel);
        await api.CreateAsync($"{own}/bgpadvertisements", BgpLab.Object("metallb.io/v1beta1", "BGPAdvertisement", "wide", new JsonObject
        {
            ["ipAddressPools"] = new JsonArray("wide"),
            ["aggregationLength"] = 24,
        }), cancel);
        await ServiceAsync(api, "part", "10.98.0.7", cancel, policy: "Local");
        await ServiceAsync(api, "one", "10.99.0.1", cancel);
        await ServiceAsync(api, "six", "fd99::1", cancel);
    }

    /// <summary>A Service that has an address, and an endpoint on the node.</summary>
    public static async Task ServiceAsync(ClusterApi api, string name, string address, CancellationToken cancel, string policy = "Cluster")
    {
        var family = address.Contains(':', StringComparison.Ordinal) ? "IPv6" : "IPv4";
        await api.CreateAsync("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices", Slice(name, family), cancel);
        await api.CreateAsync("/api/v1/namespaces/default/services", new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Service",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" },
            ["spec"] = new JsonObject { ["type"] = "LoadBalancer", ["externalTrafficPolicy"] = policy, ["ports"] = new JsonArray(new JsonObject { ["port"] = 80 }) },
        }, cancel);
        var ingress = new JsonObject { ["status"] = new JsonObject { ["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(new JsonObject { ["ip"] = address, ["ipMode"] = "VIP" }) } } };
        await api.MergeAsync($"/api/v1/namespaces/default/services/{name}/status", ingress, cancel);
    }

    private static JsonObject Profile(string name, int? minimumTtl) => BgpLab.Object("metallb.io/v1beta1", "BFDProfile", name, new JsonObject
    {
        ["transmitInterval"] = 50,
        ["receiveInterval"] = 50,
        ["detectMultiplier"] = 3,
        ["minimumTtl"] = minimumTtl,
    });

    private static JsonObject Slice(string service, string family) => new()
    {
        ["apiVersion"] = "discovery.k8s.io/v1",
        ["kind"] = "EndpointSlice",
        ["metadata"] = new JsonObject { ["name"] = service + "-1", ["namespace"] = "default", ["labels"] = new JsonObject { ["kubernetes.io/service-name"] = service } },
        ["addressType"] = family,
        ["endpoints"] = new JsonArray(new JsonObject
        {
            ["addresses"] = new JsonArray(family == "IPv6" ? "fd00::9" : "10.244.1.9"),
            ["nodeName"] = "n1",
            ["conditions"] = new JsonObject { ["ready"] = true },
        }),
    };
}
