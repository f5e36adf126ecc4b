namespace LbController.Engine.Figures;

/// <summary>What the controller shows.</summary>
public static class ControllerMetrics
{
    public static readonly Metric Addresses = OfPool("addresses_total", "Addresses of the pool.");

    public static readonly Metric Ipv4Addresses = OfPool("ipv4_addresses_total", "IPv4 addresses of the pool.");

    public static readonly Metric Ipv6Addresses = OfPool("ipv6_addresses_total", "IPv6 addresses of the pool.");

    public static readonly Metric AddressesInUse = OfPool("addresses_in_use_total", "Addresses of the pool that Services hold.");

    public static readonly Metric Ipv4AddressesInUse = OfPool("ipv4_addresses_in_use_total", "IPv4 addresses of the pool that Services hold.");

    public static readonly Metric Ipv6AddressesInUse = OfPool("ipv6_addresses_in_use_total", "IPv6 addresses of the pool that Services hold.");

    public static readonly Metric ServicesAllocated = OfPool("services_allocated_total", "Services that hold an address of the pool.");

    public static readonly Metric Leader = new("lbcontroller_leader_bool", MetricKind.Gauge, "1 while this replica is the one that writes.");

    public static readonly Metric Unassigned = new("lbcontroller_services_unassigned", MetricKind.Gauge, "Services without the address that they ask for, by the reason in their condition.", "reason");

    public static IReadOnlyList<Metric> All { get; } =
    [
        Addresses, Ipv4Addresses, Ipv6Addresses, AddressesInUse, Ipv4AddressesInUse, Ipv6AddressesInUse, ServicesAllocated,
        Leader, Unassigned, .. RoleMetrics.All,
    ];

    private static Metric OfPool(string name, string help) => new($"metallb_allocator_{name}", MetricKind.Gauge, help, "pool");
}
