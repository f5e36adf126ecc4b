using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Kubernetes.Resources;

namespace LbController.Kubernetes.Mapping;

/// <summary>IPAddressPool (metallb.io/v1beta1).</summary>
public static class IPAddressPoolMapping
{
    public static PoolSpec ToSnapshot(IPAddressPool pool)
    {
        var spec = pool.Spec ?? new IPAddressPoolSpec();
        return new PoolSpec(pool.Metadata.ToKey())
        {
            Uid = pool.Metadata?.Uid ?? "",
            CreatedAt = pool.Metadata.ToCreatedAt(),
            Labels = pool.Metadata.ToLabelSet(),
            Addresses = spec.Addresses.ToValues(),
            AutoAssign = spec.AutoAssign ?? true,
            AvoidBuggyIps = spec.AvoidBuggyIPs ?? false,
            ServiceAllocation = ToAllocation(spec.ServiceAllocation),
            Reservations = spec.Reservations.ToValues(ToReservation),
            Counters = ToCounters(pool.Status),
        };
    }

    private static ServiceAllocationSpec? ToAllocation(ServiceAllocation? allocation) => allocation is null
        ? null
        : new(
            allocation.Priority ?? 0,
            allocation.Namespaces.ToValues(),
            allocation.NamespaceSelectors.ToSelectors(),
            allocation.ServiceSelectors.ToSelectors());

    private static ReservationSpec ToReservation(PoolReservation reservation) => new(
        reservation.Addresses.ToValues(),
        reservation.Service is { } service ? new ObjectKey(service.Namespace, service.Name) : null);

    private static PoolCounters? ToCounters(IPAddressPoolStatus? status) => status is null
        ? null
        : new(status.AssignedIPv4, status.AssignedIPv6, status.AvailableIPv4, status.AvailableIPv6);
}
