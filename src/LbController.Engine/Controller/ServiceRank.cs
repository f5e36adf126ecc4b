using LbController.Core.Snapshot;

namespace LbController.Engine.Controller;

/// <summary>The order in which Services are served: the oldest first, then by name.</summary>
/// <param name="CreatedAt">Seconds since 1970.</param>
/// <param name="Key">Which Service.</param>
internal readonly record struct ServiceRank(long CreatedAt, ObjectKey Key) : IComparable<ServiceRank>
{
    public static ServiceRank Of(ServiceSnapshot service) => new(service.CreatedAt, service.Key);

    public int CompareTo(ServiceRank other) =>
        CreatedAt != other.CreatedAt ? CreatedAt.CompareTo(other.CreatedAt) : Key.CompareTo(other.Key);

    public static bool operator <(ServiceRank left, ServiceRank right) => left.CompareTo(right) < 0;

    public static bool operator >(ServiceRank left, ServiceRank right) => left.CompareTo(right) > 0;

    public static bool operator <=(ServiceRank left, ServiceRank right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ServiceRank left, ServiceRank right) => left.CompareTo(right) >= 0;
}
