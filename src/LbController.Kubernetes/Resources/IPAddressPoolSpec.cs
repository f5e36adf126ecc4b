namespace LbController.Kubernetes.Resources;

/// <summary>What the user wrote; null: not set.</summary>
public sealed class IPAddressPoolSpec
{
    /// <summary>CIDRs and <c>first-last</c> ranges.</summary>
    public IList<string> Addresses { get; set; } = [];

    /// <summary>Default true.</summary>
    public bool? AutoAssign { get; set; }

    /// <summary>Default false.</summary>
    public bool? AvoidBuggyIPs { get; set; }

    /// <summary>Addresses set aside; a field of ours.</summary>
    public IList<PoolReservation>? Reservations { get; set; }

    public ServiceAllocation? ServiceAllocation { get; set; }
}
