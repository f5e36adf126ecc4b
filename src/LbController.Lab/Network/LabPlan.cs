namespace LbController.Lab.Network;

/// <summary>
/// Names and addresses of the lab. Everything lives in network namespaces that begin with <paramref name="Prefix"/>:
/// <code>
///   c1 ──┐                      ┌── n1 ── p1 (web-1)
///        ├── sw: bridge "lan" ──┼── n2 ── p2 (web-2)       cp, n1, n2, n3 also meet on
///   r1 ──┘     10.77.0.0/24     └── n3 ── p3 (web-3)       bridge "mgmt", 10.79.0.0/24
///    └── c2 (10.78.0.0/24)
/// </code>
/// </summary>
/// <param name="Prefix">How the names of the namespaces begin, for example <c>lb-</c>.</param>
internal sealed record LabPlan(string Prefix)
{
    public const string DefaultPrefix = "lb-";
    public const string RouterLanAddress = "10.77.0.1";
    public const string LanClientAddress = "10.77.0.100";
    public const string RouterFarAddress = "10.78.0.1";
    public const string LanClientAddress6 = "fd77::100";
    public const string RoutedClientAddress = "10.78.0.2";
    public const string ControlPlaneAddress = "10.79.0.1";
    public const int ApiPort = 6443;

    /// <summary>The same API over TLS, for Pods.</summary>
    public const int SecureApiPort = 6444;

    /// <summary>What Pods that run beside the API have as their node; no Node object bears that name.</summary>
    public const string ControlPlaneName = "cp";
    public const int BackendPort = 8080;
    public const uint RouterAs = 64512;
    public const uint ClusterAs = 64513;

    public string Switch => Prefix + "sw";

    public string ControlPlane => Prefix + "cp";

    public string Router => Prefix + "r1";

    public string LanClient => Prefix + "c1";

    public string RoutedClient => Prefix + "c2";

    public IReadOnlyList<NodePlan> Nodes { get; } = [new(Prefix, 1), new(Prefix, 2), new(Prefix, 3)];

    /// <summary>Every namespace of the lab.</summary>
    public IEnumerable<string> Namespaces =>
    [
        Switch, ControlPlane, Router, LanClient, RoutedClient, .. Nodes.Select(node => node.Namespace), .. Nodes.Select(node => node.PodNamespace),
    ];
}
