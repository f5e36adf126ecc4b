using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Controller;
using LbController.Engine.Facts;
using static LbController.Engine.Tests.Controller.ClusterSim;

namespace LbController.Engine.Tests.Controller;

/// <summary>
/// What an edit does to the Service <c>web</c>, which holds 192.0.2.0 of pool <c>blue</c> (there is <c>red</c>, too): its addresses, the annotation with the pool,
/// and the Events of that edit alone. An edit undone leaves nothing behind that a restart would see otherwise.
/// </summary>
public sealed class EditEffectTests
{
    private static readonly Address V4 = Address.Parse("10.96.0.1");
    private static readonly Address V6 = Address.Parse("fd00::1");

    private static readonly Row[] Rows =
    [
        new("nothing", _ => { }, "192.0.2.0 blue", ""),

        // Requests
        new("asks for a pool", Annotate("metallb.io/address-pool", "red"), "203.0.113.0 red", "ClearAssignment, IPAllocated"),
        new("asks for a pool, old prefix", Annotate("metallb.universe.tf/address-pool", "red"), "203.0.113.0 red", "deprecatedAnnotation, ClearAssignment, IPAllocated"),
        new("asks for the pool it has", Annotate("metallb.io/address-pool", "blue"), "192.0.2.0 blue", ""),
        new("asks for an unknown pool", Annotate("metallb.io/address-pool", "green"), "192.0.2.0 blue", "AllocationFailed"),
        new("the unknown pool is made", [Annotate("metallb.io/address-pool", "green"), sim => sim.Pool("green", "198.51.100.0/30")], "198.51.100.0 green", "ClearAssignment, IPAllocated"),
        new("asks for a refused pool", [sim => sim.Pool("green", "x"), Annotate("metallb.io/address-pool", "green")], "192.0.2.0 blue", "AllocationFailed"),
        new("the refused pool is mended", [sim => sim.Pool("green", "198.51.100.0/30", "x"), Annotate("metallb.io/address-pool", "green"), sim => sim.Pool("green", "198.51.100.0/30")], "198.51.100.0 green", "ClearAssignment, IPAllocated"),
        new("asks for an address of a refused pool", [sim => sim.Pool("green", "198.51.100.0/30", "x"), Ask("198.51.100.1")], "192.0.2.0 blue", "AllocationFailed"),
        new("that refused pool is mended", [sim => sim.Pool("green", "198.51.100.0/30", "x"), Ask("198.51.100.1"), sim => sim.Pool("green", "198.51.100.0/30")], "198.51.100.1 green", "ClearAssignment, IPAllocated"),
        new("asks for a full pool", [Other("198.51.100.1", "green", "198.51.100.1/32"), Annotate("metallb.io/address-pool", "green")], "192.0.2.0 blue", "AllocationFailed"),
        new("the full pool has room", [Other("198.51.100.1", "green", "198.51.100.1/32"), Annotate("metallb.io/address-pool", "green"), sim => sim.Delete("other")], "198.51.100.1 green", "ClearAssignment, IPAllocated"),
        new("asks for a pool no more", [Annotate("metallb.io/address-pool", "red"), Annotate("metallb.io/address-pool", null)], "203.0.113.0 red", ""),
        new("asks for an address", Ask("192.0.2.5"), "192.0.2.5 blue", "ClearAssignment, IPAllocated"),
        new("asks in the field", Edit(web => web with { LoadBalancerIp = "203.0.113.3" }), "203.0.113.3 red", "ClearAssignment, IPAllocated"),
        new("asks for the address it has", Ask("192.0.2.0"), "192.0.2.0 blue", ""),
        new("asks for an address no more", [Ask("192.0.2.5"), Ask(null)], "192.0.2.5 blue", ""),
        new("asks for another address", [Ask("192.0.2.5"), Ask("203.0.113.5")], "203.0.113.5 red", "ClearAssignment, IPAllocated"),
        new("asks for a taken address", [Other("192.0.2.4"), Ask("192.0.2.4")], "192.0.2.0 blue", "AllocationFailed"),
        new("the taken address is freed", [Other("192.0.2.4"), Ask("192.0.2.4"), sim => sim.Delete("other")], "192.0.2.4 blue", "ClearAssignment, IPAllocated"),
        new("asks in both ways", [Ask("192.0.2.5"), Edit(web => web with { LoadBalancerIp = "192.0.2.6" })], "192.0.2.5 blue", "LoadBalancerFailed"),
        new("asks for nonsense", Ask("192.0.2.300"), "192.0.2.0 blue", "LoadBalancerFailed"),
        new("asks for the other family", Ask("2001:db8::1"), "192.0.2.0 blue", "AllocationFailed"),
        new("asks for an address and the pool of another", [Annotate("metallb.io/address-pool", "blue"), Ask("203.0.113.5")], "192.0.2.0 blue", "AllocationFailed"),

        // Sharing
        new("takes a key", Share("k"), "192.0.2.0 blue", ""),
        new("another joins", [Share("k"), Joins("k", 81)], "192.0.2.0 blue", ""),
        new("its key changes in company", [Share("k"), Joins("k", 81), Share("m")], "192.0.2.1 blue", "ClearAssignment, IPAllocated"),
        new("its key goes in company", [Share("k"), Joins("k", 81), Share(null)], "192.0.2.1 blue", "ClearAssignment, IPAllocated"),
        new("its key changes in company, address asked for", [Share("k"), Ask("192.0.2.0"), Joins("k", 81), Share("m")], " ", "AllocationFailed, ClearAssignment"),
        new("the company leaves", [Share("k"), Ask("192.0.2.0"), Joins("k", 81), Share("m"), sim => sim.Delete("other")], "192.0.2.0 blue", "IPAllocated"),
        new("its port comes to clash", [Share("k"), Joins("k", 81), Ports(81)], "192.0.2.1 blue", "ClearAssignment, IPAllocated"),
        new("its port does not clash", [Share("k"), Joins("k", 81), Ports(82)], "192.0.2.0 blue", ""),
        new("its policy becomes Local in company", [Share("k"), Joins("k", 81), Edit(web => web with { ExternalTrafficPolicy = "Local", Selector = LabelSet.From([new("a", "b")]) })], "192.0.2.1 blue", "ClearAssignment, IPAllocated"),
        new("its policy becomes Local alone", Edit(web => web with { ExternalTrafficPolicy = "Local", Selector = LabelSet.From([new("a", "b")]) }), "192.0.2.0 blue", ""),

        // Pools
        new("autoAssign off", Blue(pool => pool with { AutoAssign = false }), "192.0.2.0 blue", ""),
        new("avoidBuggyIPs on", Blue(pool => pool with { AvoidBuggyIps = true }), "192.0.2.1 blue", "ClearAssignment, IPAllocated"),
        new("the pool is for another namespace", Blue(pool => pool with { ServiceAllocation = new(0, ["bank"], [], []) }), "203.0.113.0 red", "ClearAssignment, IPAllocated"),
        new("the pool is for labels", Blue(pool => pool with { ServiceAllocation = new(0, [], [], [App("web")]) }), "203.0.113.0 red", "ClearAssignment, IPAllocated"),
        new("the labels go", [Edit(web => web with { Labels = LabelSet.From([new("app", "web")]) }), Blue(pool => pool with { ServiceAllocation = new(0, [], [], [App("web")]) }), Edit(web => web with { Labels = LabelSet.Empty })], "203.0.113.0 red", "ClearAssignment, IPAllocated"),
        new("the namespace's labels go", [Namespace("gold"), Blue(pool => pool with { ServiceAllocation = new(0, [], [new(LabelSet.From([new("tier", "gold")]), [])], []) }), Namespace("tin")], "203.0.113.0 red", "ClearAssignment, IPAllocated"),
        new("another pool gets the better priority", [Blue(pool => pool with { ServiceAllocation = new(20, [], [], []) }), sim => sim.EditPool("red", pool => pool with { ServiceAllocation = new(10, [], [], []) })], "192.0.2.0 blue", ""),
        new("the pool shrinks elsewhere", sim => sim.Pool("blue", "192.0.2.0/31"), "192.0.2.0 blue", ""),
        new("the pool loses the address", sim => sim.Pool("blue", "192.0.2.4/30"), "192.0.2.4 blue", "ClearAssignment, IPAllocated"),
        new("the pool is deleted", sim => sim.DeletePool("blue"), "203.0.113.0 red", "ClearAssignment, IPAllocated"),
        new("all pools are deleted", sim => sim.DeletePool("blue").DeletePool("red"), " ", "ClearAssignment"),
        new("the pool gets another name", sim => sim.DeletePool("blue").Pool("green", "192.0.2.0/29"), "192.0.2.0 green", ""),
        new("the range goes over to another pool", sim => sim.Pool("blue", "198.51.100.0/30").Pool("red", "203.0.113.0/29", "192.0.2.0/29"), "192.0.2.0 red", ""),
        new("the address asked for leaves the pools", [Ask("192.0.2.5"), sim => sim.Pool("blue", "192.0.2.0/30")], " ", "AllocationFailed, ClearAssignment"),
        new("the pool asked for is deleted", [Annotate("metallb.io/address-pool", "blue"), sim => sim.DeletePool("blue")], " ", "AllocationFailed, ClearAssignment"),
        new("the pool is refused and the address asked for", [Ask("192.0.2.5"), sim => sim.Pool("blue", "192.0.2.0/29", "x")], "192.0.2.5 blue", ""),
        new("the pool is refused and asked for", [Annotate("metallb.io/address-pool", "blue"), sim => sim.Pool("blue", "192.0.2.0/29", "x")], "192.0.2.0 blue", "AllocationFailed"),

        // Families
        new("gets a second cluster IP", [Six(), Edit(web => web with { ClusterIps = [V4, V6], IpFamilyPolicy = IpFamilyPolicy.PreferDualStack })], "192.0.2.0 2001:db8:: blue,six", "IPAllocated"),
        new("prefers two, and there is one", Edit(web => web with { ClusterIps = [V4, V6], IpFamilyPolicy = IpFamilyPolicy.PreferDualStack }), "192.0.2.0 blue", "AdditionalAssignFailed"),
        new("the second family comes", [Edit(web => web with { ClusterIps = [V4, V6], IpFamilyPolicy = IpFamilyPolicy.PreferDualStack }), Six()], "192.0.2.0 2001:db8:: blue,six", "IPAllocated"),
        new("requires two, and there is one", Edit(web => web with { ClusterIps = [V4, V6], IpFamilyPolicy = IpFamilyPolicy.RequireDualStack }), "192.0.2.0 blue", "AllocationFailed"),
        new("the required family comes", [Edit(web => web with { ClusterIps = [V4, V6], IpFamilyPolicy = IpFamilyPolicy.RequireDualStack }), Six()], "192.0.2.0 2001:db8:: blue,six", "IPAllocated"),
        new("back to one cluster IP", [Six(), Edit(web => web with { ClusterIps = [V4, V6], IpFamilyPolicy = IpFamilyPolicy.RequireDualStack }), Edit(web => web with { ClusterIps = [V4], IpFamilyPolicy = IpFamilyPolicy.SingleStack })], "192.0.2.0 blue", "ClearAssignment"),
        new("the second family's pool goes", [Six(), Edit(web => web with { ClusterIps = [V4, V6], IpFamilyPolicy = IpFamilyPolicy.PreferDualStack }), sim => sim.DeletePool("six")], "192.0.2.0 blue", "AdditionalAssignFailed, ClearAssignment"),
        new("asks for a pair", [Six(), Edit(web => web with { ClusterIps = [V4, V6], IpFamilyPolicy = IpFamilyPolicy.RequireDualStack }), Ask("2001:db8::7,192.0.2.7")], "2001:db8::7 192.0.2.7 six,blue", "ClearAssignment, IPAllocated"),
        new("asks for the pair the other way round", [Six(), Edit(web => web with { ClusterIps = [V4, V6], IpFamilyPolicy = IpFamilyPolicy.RequireDualStack }), Ask("192.0.2.0,2001:db8::")], "192.0.2.0 2001:db8:: blue,six", ""),

        // Type, class, status
        new("type ClusterIP", Edit(web => web with { Type = "ClusterIP" }), " ", ""),
        new("type NodePort", Edit(web => web with { Type = "NodePort" }), " ", ""),
        new("type ClusterIP, as the API server leaves it", Edit(web => web with { Type = "ClusterIP", IngressIps = [] }), " ", ""),
        new("type and back", [Edit(web => web with { Type = "ClusterIP" }), Edit(web => web with { Type = "LoadBalancer" })], "192.0.2.0 blue", "IPAllocated"),
        new("class of another", Edit(web => web with { LoadBalancerClass = "other" }), " ", ""),
        new("status emptied", Edit(web => web with { IngressIps = [] }), "192.0.2.0 blue", "IPAllocated"),
        new("status with a free address", Edit(web => web with { IngressIps = ["192.0.2.5"] }), "192.0.2.5 blue", ""),
        new("status with nonsense", Edit(web => web with { IngressIps = ["x"] }), "192.0.2.0 blue", "IPAllocated"),
        new("status with a host name besides", Edit(web => web with { IngressIps = ["192.0.2.0", "lb.example.com"] }), "192.0.2.0 blue", ""),
        new("annotation of the pool removed", Annotate("metallb.io/ip-allocated-from-pool", null), "192.0.2.0 blue", ""),
        new("annotation of the pool forged", Annotate("metallb.io/ip-allocated-from-pool", "red"), "192.0.2.0 blue", ""),
        new("condition removed", Edit(web => web with { AddressCondition = null }), "192.0.2.0 blue", ""),
    ];

    public static TheoryData<string> Names => [.. Rows.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_edit_does_what_the_table_says(string name)
    {
        var row = Rows.Single(row => row.Name == name);
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/29").Pool("red", "203.0.113.0/29").Put(Service("web", 1)).Sync();
        Assert.Equal("192.0.2.0 blue", Shown(sim));
        foreach (var edit in row.Edits)
        {
            sim.Commands.Clear();
            edit(sim);
            sim.Run();
        }

        var events = sim.Commands.OfType<Command.RecordEvent>().Where(told => told.Subject.Key == Key("web")).Select(told => told.Reason);
        Assert.Equal((row.Shown, row.Events), (Shown(sim), string.Join(", ", events)));
        Assert.Empty(sim.Restart().StatusWrites);
    }

    private static string Shown(ClusterSim sim) => $"{sim.AddressesOf("web")} {sim.PoolOf("web")}";

    private static Action<ClusterSim> Edit(Func<ServiceSnapshot, ServiceSnapshot> edit) => sim => sim.Edit("web", edit);

    private static Action<ClusterSim> Annotate(string name, string? value) => Edit(web => web with
    {
        Annotations = LabelSet.From([.. web.Annotations.Where(pair => pair.Key != name), .. value is null ? [] : new[] { KeyValuePair.Create(name, value) }]),
    });

    private static Action<ClusterSim> Ask(string? addresses) => Annotate("metallb.io/loadBalancerIPs", addresses);

    private static Action<ClusterSim> Share(string? key) => Annotate("metallb.io/allow-shared-ip", key);

    private static Action<ClusterSim> Ports(int port) => Edit(web => web with { Ports = [new ServicePort("TCP", port)] });

    private static Action<ClusterSim> Joins(string key, int port) => sim => sim.Put(Service("other", 2) with
    {
        LoadBalancerIp = "192.0.2.0",
        Ports = [new ServicePort("TCP", port)],
        Annotations = LabelSet.From([new("metallb.io/allow-shared-ip", key)]),
    });

    private static Action<ClusterSim> Other(string address, string? pool = null, string addresses = "") => sim =>
    {
        if (pool is not null)
        {
            sim.Pool(pool, addresses);
        }

        sim.Put(Service("other", 2) with { LoadBalancerIp = address });
    };

    private static Action<ClusterSim> Blue(Func<PoolSpec, PoolSpec> edit) => sim => sim.EditPool("blue", edit);

    private static Action<ClusterSim> Six() => sim => sim.Pool("six", "2001:db8::/64");

    private static Action<ClusterSim> Namespace(string tier) => sim => sim.Post(new Fact.Seen(new NamespaceSnapshot(new ObjectKey("", "shop"), LabelSet.From([new("tier", tier)]))));

    private static LabelSelector App(string value) => new(LabelSet.From([new("app", value)]), []);

    private sealed record Row(string Name, Action<ClusterSim>[] Edits, string Shown, string Events)
    {
        public Row(string name, Action<ClusterSim> edit, string shown, string events)
            : this(name, [edit], shown, events)
        {
        }
    }
}
