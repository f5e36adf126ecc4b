using System.Text.Json.Nodes;
using LbController.Lab.Proxy;

namespace LbController.Lab.Tests.Proxy;

public sealed class ProxyReadingTests
{
    private const string Service = """
        {"metadata":{"namespace":"default","name":"web"},
         "spec":{"clusterIPs":["10.96.0.10","fd00::10"],"externalTrafficPolicy":"Local","ports":[{"name":"http","port":80,"protocol":"TCP"}]},
         "status":{"loadBalancer":{"ingress":[{"ip":"10.77.0.200"},{"ip":"fd00::200"}]}}}
        """;

    [Fact]
    public void Ready_endpoints_of_the_services_own_slices_are_taken_for_each_family()
    {
        var ports = ProxyReading.Ports(
            [Parse(Service)],
            [Slice("web", "10.244.1.2", "true"), Slice("other", "10.244.2.2", "true"), Slice("web", "10.244.3.2", "false"), Slice("web", "fd44:2::2", "true")]);

        Assert.Equal([false, true], ports.Select(port => port.IsIpv6));
        Assert.All(ports, port => Assert.True(port is { Name: "default/web/http", IsLocal: true }));
        Assert.Equal(["10.96.0.10", "fd00::10"], ports.SelectMany(port => port.ClusterAddresses));
        Assert.Equal(["10.77.0.200", "fd00::200"], ports.SelectMany(port => port.ExternalAddresses));
        Assert.Equal([new ProxyEndpoint("10.244.1.2", 8080, "n1"), new("fd44:2::2", 8080, "n1")], ports.SelectMany(port => port.Endpoints));
    }

    [Fact]
    public void An_endpoint_whose_readiness_is_unknown_counts_as_ready()
    {
        Assert.Single(ProxyReading.Ports([Parse(Service)], [Slice("web", "10.244.1.2", "null")])[0].Endpoints);
    }

    private static JsonNode Slice(string service, string address, string ready) => Parse($$$"""
        {"metadata":{"namespace":"default","name":"s","labels":{"kubernetes.io/service-name":"{{{service}}}"}},"addressType":"{{{(address.Contains(':', StringComparison.Ordinal) ? "IPv6" : "IPv4")}}}",
         "ports":[{"name":"http","port":8080,"protocol":"TCP"}],
         "endpoints":[{"addresses":["{{{address}}}"],"conditions":{"ready":{{{ready}}}},"nodeName":"n1"}]}
        """);

    private static JsonNode Parse(string json) => JsonNode.Parse(json)!;
}
