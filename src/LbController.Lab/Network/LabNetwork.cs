using LbController.Lab.Processes;

namespace LbController.Lab.Network;

/// <summary>Makes, cuts and removes the lab's network with <c>ip</c>.</summary>
internal sealed class LabNetwork(LabPlan plan)
{
    /// <summary>The names of all network namespaces of this machine.</summary>
    public static async Task<IReadOnlyList<string>> ExistingNamespacesAsync(CancellationToken cancel)
    {
        var listed = await Tool.RunAsync("ip", ["netns", "list"], cancel);
        return [.. listed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0])];
    }

    public async Task CreateAsync(CancellationToken cancel)
    {
        var names = string.Join('\n', plan.Namespaces.Select(name => $"netns add {name}"));
        await Tool.RunAsync("ip", ["-batch", "-"], cancel, names + "\n");
        foreach (var name in plan.Nodes.Select(node => node.Namespace).Append(plan.Router))
        {
            var script = string.Join('\n', Wiring.ForwardingSettings.Select(setting => $"echo {setting.Value} > /proc/sys/net/ipv4/{setting.Path}"));
            await Tool.RunAsync("ip", ["netns", "exec", name, "sh", "-ec", script], cancel);
        }

        foreach (var batch in Wiring.Batches(plan))
        {
            await Tool.RunAsync("ip", ["-n", batch.Namespace, "-batch", "-"], cancel, string.Join('\n', batch.Lines) + "\n");
        }
    }

    /// <summary>Cuts or mends the cable of a node to the lan, at the switch; the management network stays.</summary>
    public Task SetLanCableAsync(NodePlan node, bool connected, CancellationToken cancel) =>
        Tool.RunAsync("ip", ["-n", plan.Switch, "link", "set", node.LanPort, connected ? "up" : "down"], cancel);

    /// <summary>True when the node's cable to the lan is whole.</summary>
    public async Task<bool> IsConnectedAsync(NodePlan node, CancellationToken cancel) =>
        (await Tool.RunAsync("ip", ["-n", plan.Switch, "-o", "link", "show", "dev", node.LanPort], cancel)).Contains("LOWER_UP", StringComparison.Ordinal);

    /// <summary>The hardware address of a node on the lan.</summary>
    public static async Task<string> MacAsync(NodePlan node, CancellationToken cancel) =>
        (await Tool.RunAsync("ip", ["netns", "exec", node.Namespace, "cat", "/sys/class/net/eth0/address"], cancel)).Trim();

    /// <summary>The hardware address that the neighbour table of a namespace holds for an address; null: none.</summary>
    public static async Task<string?> NeighbourAsync(string name, string address, CancellationToken cancel)
    {
        var words = (await Tool.RunAsync("ip", ["-n", name, "neigh", "show", address], cancel)).Split(' ', '\n');
        var at = Array.IndexOf(words, "lladdr");
        return at >= 0 ? words[at + 1] : null;
    }

    public static async Task RemoveAsync(IEnumerable<string> namespaces, CancellationToken cancel)
    {
        var present = await ExistingNamespacesAsync(cancel);
        foreach (var name in namespaces.Where(present.Contains))
        {
            await Tool.RunAsync("ip", ["netns", "del", name], cancel);
        }
    }
}
