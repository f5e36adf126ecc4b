namespace LbController.Lab.Proxy;

/// <summary>One port of one Service with all that forwarding needs.</summary>
/// <param name="Name"><c>namespace/service/port</c>: unique.</param>
/// <param name="Protocol"><c>tcp</c> or <c>udp</c>.</param>
/// <param name="Port">The Service's port.</param>
/// <param name="ClusterAddresses">Addresses inside the cluster.</param>
/// <param name="ExternalAddresses">Addresses given by the load balancer.</param>
/// <param name="IsLocal">externalTrafficPolicy is Local: outside traffic stays on the node that it reached.</param>
/// <param name="Endpoints">The ready endpoints.</param>
internal sealed record ProxyPort(
    string Name,
    string Protocol,
    int Port,
    IReadOnlyList<string> ClusterAddresses,
    IReadOnlyList<string> ExternalAddresses,
    bool IsLocal,
    IReadOnlyList<ProxyEndpoint> Endpoints)
{
    /// <summary>The family of all its addresses.</summary>
    public bool IsIpv6 { get; init; }
}
