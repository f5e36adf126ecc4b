using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace LbController.Lab.Proxy;

/// <summary>Services and EndpointSlices, as the API shows them, become what forwarding needs, a port for each family; pure.</summary>
internal static class ProxyReading
{
    public static IReadOnlyList<ProxyPort> Ports(IEnumerable<JsonNode> services, IEnumerable<JsonNode> slices)
    {
        var slicesByService = slices.ToLookup(slice => $"{slice["metadata"]!["namespace"]}/{slice["metadata"]!["labels"]?["kubernetes.io/service-name"]}", StringComparer.Ordinal);
        return [.. services.SelectMany(service => PortsOf(service, slicesByService)).OrderBy(port => port.Name, StringComparer.Ordinal)];
    }

    private static IEnumerable<ProxyPort> PortsOf(JsonNode service, ILookup<string, JsonNode> slicesByService)
    {
        var key = $"{service["metadata"]!["namespace"]}/{service["metadata"]!["name"]}";
        var spec = service["spec"]!;
        foreach (var port in spec["ports"]?.AsArray() ?? [])
        {
            var name = (string?)port!["name"] ?? "";
            foreach (var family in new[] { AddressFamily.InterNetwork, AddressFamily.InterNetworkV6 })
            {
                var cluster = Of(family, spec["clusterIPs"]?.AsArray().Select(ip => (string?)ip) ?? [(string?)spec["clusterIP"]]);
                var external = Of(family, service["status"]?["loadBalancer"]?["ingress"]?.AsArray().Select(ingress => (string?)ingress?["ip"]) ?? []);
                if (cluster.Count + external.Count > 0)
                {
                    yield return new(
                        $"{key}/{name}",
                        ((string?)port["protocol"] ?? "TCP").ToLowerInvariant(),
                        (int)port["port"]!,
                        cluster,
                        external,
                        (string?)spec["externalTrafficPolicy"] == "Local",
                        [.. slicesByService[key].SelectMany(slice => Endpoints(slice, name, family)).OrderBy(endpoint => endpoint.Address, StringComparer.Ordinal)])
                    {
                        IsIpv6 = family == AddressFamily.InterNetworkV6,
                    };
                }
            }
        }
    }

    private static IEnumerable<ProxyEndpoint> Endpoints(JsonNode slice, string portName, AddressFamily family)
    {
        var port = slice["ports"]?.AsArray().FirstOrDefault(port => ((string?)port?["name"] ?? "") == portName);
        if (port is null || (string?)slice["addressType"] != (family == AddressFamily.InterNetwork ? "IPv4" : "IPv6"))
        {
            return [];
        }

        return from endpoint in slice["endpoints"]?.AsArray() ?? []
               where (bool?)endpoint["conditions"]?["ready"] != false
               from address in endpoint["addresses"]!.AsArray()
               select new ProxyEndpoint((string)address!, (int)port["port"]!, (string?)endpoint["nodeName"] ?? "");
    }

    private static List<string> Of(AddressFamily family, IEnumerable<string?> addresses) =>
        [.. addresses.OfType<string>().Where(text => IPAddress.TryParse(text, out var address) && address.AddressFamily == family)];
}
