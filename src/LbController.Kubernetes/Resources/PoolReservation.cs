namespace LbController.Kubernetes.Resources;

/// <summary>Addresses of a pool that are set aside.</summary>
public sealed class PoolReservation
{
    /// <summary>CIDRs, <c>first-last</c> ranges and single addresses.</summary>
    public IList<string> Addresses { get; set; } = [];

    /// <summary>For whom; null: nobody in particular.</summary>
    public ReservedService? Service { get; set; }
}
