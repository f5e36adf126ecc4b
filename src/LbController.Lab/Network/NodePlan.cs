namespace LbController.Lab.Network;

/// <summary>One node of the lab and the pod that runs on it.</summary>
/// <param name="Prefix">How the names of the lab's namespaces begin.</param>
/// <param name="Number">1 to 9.</param>
internal sealed record NodePlan(string Prefix, int Number)
{
    public string Name => $"n{Number}";

    public string Namespace => Prefix + Name;

    public string PodNamespace => $"{Prefix}p{Number}";

    public string PodName => $"web-{Number}";

    public string LanAddress => $"10.77.0.1{Number}";

    public string LanAddress6 => $"fd77::1{Number}";

    public string ManagementAddress => $"10.79.0.1{Number}";

    public string PodGateway => $"10.244.{Number}.1";

    public string PodAddress => $"10.244.{Number}.2";

    public string PodNetwork => $"10.244.{Number}.0/24";

    public string PodGateway6 => $"fd44:{Number}::1";

    public string PodAddress6 => $"fd44:{Number}::2";

    public string PodNetwork6 => $"fd44:{Number}::/64";

    /// <summary>The switch's end of the node's cable to the lan.</summary>
    public string LanPort => Name;

    /// <summary>The switch's end of the node's cable to the management network.</summary>
    public string ManagementPort => Name + "m";
}
