namespace LbController.Core.Config;

/// <summary>The counters of an IPAddressPool's status. They stop at <see cref="long.MaxValue"/> and never wrap.</summary>
public sealed record PoolCounters(long AssignedIPv4, long AssignedIPv6, long AvailableIPv4, long AvailableIPv6);
