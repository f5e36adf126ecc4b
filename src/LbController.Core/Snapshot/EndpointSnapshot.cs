namespace LbController.Core.Snapshot;

/// <summary>
/// One endpoint. A condition that is absent is null: <c>ready</c> then counts as true
/// (discovery.k8s.io/v1, EndpointConditions).
/// </summary>
public sealed record EndpointSnapshot(string? NodeName, bool? Ready, bool? Serving, bool? Terminating)
{
    /// <summary>Ready, or at least still serving while it terminates.</summary>
    public bool IsUsable => (Ready ?? true) || (Serving ?? false);
}
