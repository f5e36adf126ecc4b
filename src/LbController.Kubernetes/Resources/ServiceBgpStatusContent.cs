namespace LbController.Kubernetes.Resources;

/// <summary>Node and Service never change in the life of the object.</summary>
public sealed class ServiceBgpStatusContent
{
    public string? Node { get; set; }

    public string? ServiceName { get; set; }

    public string? ServiceNamespace { get; set; }

    /// <summary>Names of BGPPeers.</summary>
    public IList<string>? Peers { get; set; }
}
