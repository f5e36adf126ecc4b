using System.Globalization;
using System.Text;

namespace LbController.Lab.Proxy;

/// <summary>
/// Writes the forwarding rules of one node as text for <c>nft -f</c>: the whole tables at once, replaced in one transaction.
/// Each new connection draws an endpoint; what comes from outside by policy Cluster leaves with the node's own address, so that
/// the answer comes back this way; by policy Local it keeps the client's address and is dropped where no endpoint runs.
/// </summary>
internal static class RulesetWriter
{
    public const string Table = "lb-proxy";

    private const string Mark = "0x4000";

    public static string Write(IReadOnlyList<ProxyPort> ports, string nodeName) =>
        Write(ports.Where(port => !port.IsIpv6), "ip", nodeName) + Write(ports.Where(port => port.IsIpv6), "ip6", nodeName);

    private static string Write(IEnumerable<ProxyPort> ports, string family, string nodeName)
    {
        var chains = new StringBuilder();
        var dispatch = new StringBuilder();
        foreach (var port in ports)
        {
            var local = port.Endpoints.Where(endpoint => endpoint.NodeName == nodeName);
            AppendPort(port, port.ClusterAddresses, $"{port.Name}/cluster", port.Endpoints, masquerade: false, chains, dispatch);
            AppendPort(port, port.ExternalAddresses, $"{port.Name}/external", port.IsLocal ? [.. local] : port.Endpoints, !port.IsLocal, chains, dispatch);
        }

        return $$"""
            table {{family}} {{Table}}
            delete table {{family}} {{Table}}
            table {{family}} {{Table}} {
            {{chains}}  chain services {
            {{dispatch}}  }
              chain prerouting {
                type nat hook prerouting priority dstnat
                jump services
              }
              chain output {
                type nat hook output priority -100
                jump services
              }
              chain postrouting {
                type nat hook postrouting priority srcnat
                meta mark & {{Mark}} == {{Mark}} masquerade
              }
            }

            """;
    }

    private static void AppendPort(
        ProxyPort port,
        IReadOnlyList<string> addresses,
        string chain,
        IReadOnlyList<ProxyEndpoint> endpoints,
        bool masquerade,
        StringBuilder chains,
        StringBuilder dispatch)
    {
        if (addresses.Count == 0)
        {
            return;
        }

        var name = ChainName(chain);
        chains.Append(CultureInfo.InvariantCulture, $"  chain {name} {{\n");
        if (masquerade)
        {
            chains.Append(CultureInfo.InvariantCulture, $"    meta mark set meta mark | {Mark}\n");
        }

        chains.Append(endpoints.Count == 0 ? "    drop\n" : Draw(port.Protocol, endpoints)).Append("  }\n");
        dispatch.Append(CultureInfo.InvariantCulture, $"    {(port.IsIpv6 ? "ip6" : "ip")} daddr {{ {string.Join(", ", addresses)} }} {port.Protocol} dport {port.Port} goto {name}\n");
    }

    private static string Draw(string protocol, IReadOnlyList<ProxyEndpoint> endpoints)
    {
        var choices = endpoints.Select((endpoint, index) => string.Create(CultureInfo.InvariantCulture, $"{index} : {endpoint.Address} . {endpoint.Port}"));
        return string.Create(CultureInfo.InvariantCulture, $"    meta l4proto {protocol} dnat to numgen random mod {endpoints.Count} map {{ {string.Join(", ", choices)} }}\n");
    }

    /// <summary>nft takes letters, digits, '/', '-', '_' and '.', and a letter first.</summary>
    private static string ChainName(string name) => "svc/" + name.Replace("//", "/-/", StringComparison.Ordinal);
}
