namespace LbController.Lab.Network;

/// <summary>The commands that wire the lab, as text for <c>ip -batch</c>; pure.</summary>
internal static class Wiring
{
    /// <summary>In this order: the switch first, because all other namespaces put cables into it.</summary>
    public static IEnumerable<NamespaceBatch> Batches(LabPlan plan)
    {
        yield return new(plan.Switch, ["link set lo up", "link add lan type bridge", "link add mgmt type bridge", "link set lan up", "link set mgmt up"]);
        foreach (var node in plan.Nodes)
        {
            yield return Node(plan, node);
            yield return new(node.PodNamespace, ["link set lo up", "link set eth0 up", $"addr add {node.PodAddress}/24 dev eth0", $"addr add {node.PodAddress6}/64 dev eth0 nodad", $"route add default via {node.PodGateway}", $"route add default via {node.PodGateway6}"]);
        }

        yield return new(plan.ControlPlane, ["link set lo up", .. Cable(plan, "mgmt0", "cp", LabPlan.ControlPlaneAddress)]);
        yield return Router(plan);
        yield return new(plan.LanClient, ["link set lo up", .. Cable(plan, "eth0", "c1", LabPlan.LanClientAddress), $"addr add {LabPlan.LanClientAddress6}/64 dev eth0 nodad", $"route add default via {LabPlan.RouterLanAddress}"]);
        yield return new(plan.RoutedClient, ["link set lo up", "link set eth0 up", $"addr add {LabPlan.RoutedClientAddress}/24 dev eth0", $"route add default via {LabPlan.RouterFarAddress}"]);
        yield return new(plan.Switch, SwitchPorts(plan));
    }

    /// <summary>Kernel settings, as <c>path=value</c> below <c>/proc/sys/net/ipv4</c>, for a namespace that forwards.</summary>
    public static IReadOnlyList<(string Path, string Value)> ForwardingSettings { get; } =
    [
        ("ip_forward", "1"),
        ("../ipv6/conf/all/forwarding", "1"),
        ("fib_multipath_hash_policy", "1"),
        ("conf/all/rp_filter", "0"),
        ("conf/default/rp_filter", "0"),
        ("conf/all/send_redirects", "0"),
        ("conf/default/send_redirects", "0"),
    ];

    private static NamespaceBatch Node(LabPlan plan, NodePlan node)
    {
        // "veth": a speaker leaves links of container networks alone, and knows them by how their names begin.
        var lines = new List<string> { "link set lo up" };
        lines.AddRange(Cable(plan, "eth0", node.LanPort, node.LanAddress));
        lines.Add($"addr add {node.LanAddress6}/64 dev eth0 nodad");
        lines.AddRange(Cable(plan, "mgmt0", node.ManagementPort, node.ManagementAddress));
        lines.Add($"link add veth-pod type veth peer name eth0 netns {node.PodNamespace}");
        lines.Add("link set veth-pod up");
        lines.Add($"addr add {node.PodGateway}/24 dev veth-pod");
        lines.Add($"addr add {node.PodGateway6}/64 dev veth-pod nodad");
        lines.AddRange(plan.Nodes.Where(other => other != node).SelectMany(other => new[] { $"route add {other.PodNetwork} via {other.LanAddress}", $"route add {other.PodNetwork6} via {other.LanAddress6}" }));
        lines.Add($"route add default via {LabPlan.RouterLanAddress}");
        return new(node.Namespace, lines);
    }

    private static NamespaceBatch Router(LabPlan plan) => new(plan.Router,
    [
        "link set lo up",
        .. Cable(plan, "eth0", "r1", LabPlan.RouterLanAddress),
        $"link add eth1 type veth peer name eth0 netns {plan.RoutedClient}",
        "link set eth1 up",
        $"addr add {LabPlan.RouterFarAddress}/24 dev eth1",
    ]);

    private static List<string> SwitchPorts(LabPlan plan) =>
    [
        .. plan.Nodes.SelectMany(node => Port(node.LanPort, "lan")),
        .. plan.Nodes.SelectMany(node => Port(node.ManagementPort, "mgmt")),
        .. Port("cp", "mgmt"),
        .. Port("r1", "lan"),
        .. Port("c1", "lan"),
    ];

    private static string[] Port(string name, string bridge) => [$"link set {name} master {bridge}", $"link set {name} up"];

    private static string[] Cable(LabPlan plan, string name, string port, string address) =>
    [
        $"link add {name} type veth peer name {port} netns {plan.Switch}",
        $"link set {name} up",
        $"addr add {address}/24 dev {name}",
    ];
}
