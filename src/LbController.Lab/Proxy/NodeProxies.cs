using System.Text.Json.Nodes;
using LbController.Lab.Network;
using LbController.Lab.Processes;

namespace LbController.Lab.Proxy;

/// <summary>Keeps the forwarding rules of every node as Services and EndpointSlices want them.</summary>
internal sealed class NodeProxies(LabPlan plan)
{
    private readonly Dictionary<string, string> applied = [];

    public async Task ApplyAsync(IEnumerable<JsonNode> services, IEnumerable<JsonNode> slices, CancellationToken cancel)
    {
        var ports = ProxyReading.Ports(services, slices);
        foreach (var node in plan.Nodes)
        {
            var rules = RulesetWriter.Write(ports, node.Name);
            if (applied.GetValueOrDefault(node.Name) != rules)
            {
                await Tool.RunAsync("ip", ["netns", "exec", node.Namespace, "nft", "-f", "-"], cancel, rules);
                applied[node.Name] = rules;
            }
        }
    }
}
