namespace LbController.Kubernetes.Resources;

/// <summary>Counters, written by the controller.</summary>
public sealed class IPAddressPoolStatus
{
    public long AssignedIPv4 { get; set; }

    public long AssignedIPv6 { get; set; }

    public long AvailableIPv4 { get; set; }

    public long AvailableIPv6 { get; set; }
}
