using LbController.Core.Addresses;
using LbController.Core.Allocation;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Core.Tests.Allocation;

/// <summary>Pools, other Services and a Service under decision, written shortly.</summary>
internal sealed class World
{
    private readonly List<PoolSpec> pools = [];
    private readonly List<ServiceSnapshot> others = [];

    public static ServiceSnapshot Web { get; } = new ServiceSnapshot(new ObjectKey("shop", "web"))
    {
        ClusterIps = [Address.Parse("10.96.0.10")],
        Ports = [new ServicePort("TCP", 80)],
    };

    public static ServiceSnapshot Dual { get; } = Web with
    {
        ClusterIps = [Address.Parse("10.96.0.10"), Address.Parse("fd00::10")],
        IpFamilyPolicy = IpFamilyPolicy.RequireDualStack,
    };

    public static ServiceSnapshot Prefer { get; } = Dual with { IpFamilyPolicy = IpFamilyPolicy.PreferDualStack };

    public World Pool(string name, string addresses, Func<PoolSpec, PoolSpec>? more = null)
    {
        var spec = new PoolSpec(new ObjectKey("lb", name)) { Addresses = addresses.Split(' ').ToValueArray() };
        pools.Add(more is null ? spec : more(spec));
        return this;
    }

    public World Pinned(string name, string addresses, int priority = 0, string[]? namespaces = null, string? namespaceTier = null, string? app = null) =>
        Pool(name, addresses, spec => spec with
        {
            ServiceAllocation = new ServiceAllocationSpec(
                priority,
                (namespaces ?? []).ToValueArray(),
                namespaceTier is null ? [] : [Select("tier", namespaceTier)],
                app is null ? [] : [Select("app", app)]),
        });

    /// <summary>Of several Services each has a reservation of its own.</summary>
    public World Reserving(string name, string addresses, string reserved, string services = "") => Pool(name, addresses, spec => spec with
    {
        Reservations = services.Split(' ').Select(service => new ReservationSpec(reserved.Split(' ').ToValueArray(), KeyOf(service))).ToValueArray(),
    });

    public World Manual(string name, string addresses) => Pool(name, addresses, spec => spec with { AutoAssign = false });

    public World Taken(string address, string key = "", int port = 443, string name = "other", bool isLocal = false, string selector = "")
    {
        others.Add(new ServiceSnapshot(new ObjectKey("else", name))
        {
            Annotations = Labels(("metallb.io/allow-shared-ip", key)),
            Ports = [new ServicePort("TCP", port)],
            ExternalTrafficPolicy = isLocal ? "Local" : "Cluster",
            Selector = selector.Length == 0 ? LabelSet.Empty : Labels(("app", selector)),
            IngressIps = address.Split(' ').ToValueArray(),
        });
        return this;
    }

    /// <summary>The decision about a Service that holds what its status shows; namespace <c>shop</c> has the label tier=gold.</summary>
    public AllocationDecision Decide(ServiceSnapshot service)
    {
        var ledger = new AddressLedger();
        foreach (var other in others.Append(service))
        {
            ledger.Hold(other.Key, other.IngressIps.Select(Address.Parse).ToValueArray(), SharingTerms.Of(other));
        }

        var labels = Labels(("tier", "gold"));
        var input = new AllocationInput(PoolParser.Parse(pools).Pools, ledger, name => name == "shop" ? labels : LabelSet.Empty);
        return Allocator.Decide(input, service, service.IngressIps.Select(Address.Parse).ToValueArray());
    }

    public static LabelSet Labels(params (string Key, string Value)[] labels) =>
        LabelSet.From(labels.Where(label => label.Value.Length > 0).Select(label => KeyValuePair.Create(label.Key, label.Value)));

    private static ObjectKey? KeyOf(string service) => service.Split('/') is [var space, var name] ? new ObjectKey(space, name) : null;

    private static LabelSelector Select(string key, string value) => new(Labels((key, value)), []);
}
