namespace LbController.Core.Snapshot;

/// <summary>
/// One endpoint. A condition that is absent is null: <c>ready</c> then counts as true
/// (discovery.k8s.io/v1, EndpointConditions).
/// </summary>
public sealed record EndpointSnapshot(string? NodeName, bool? Ready, bool? Serving, bool? Terminating)
{
    public bool IsReady => Ready ?? true;

    /// <summary>
    /// Ready, or still serving while it terminates: what kube-proxy sends traffic to, the latter only where nothing is ready.
    /// <c>serving</c> counts as <c>ready</c> when it is absent.
    /// </summary>
    public bool IsUsable => IsReady || ((Serving ?? false) && (Terminating ?? false));
}
