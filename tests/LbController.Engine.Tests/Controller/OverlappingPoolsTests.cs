using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using static LbController.Engine.Tests.Controller.ClusterSim;

namespace LbController.Engine.Tests.Controller;

/// <summary>The names sort against the ages on purpose.</summary>
public sealed class OverlappingPoolsTests
{
    [Fact]
    public void A_new_pool_over_one_in_service_changes_no_Service_and_is_told_on_itself()
    {
        var sim = new ClusterSim().Pool("z-serving", createdAt: 10, "192.0.2.0/24").Put(Service("web")).Sync();
        sim.Commands.Clear();
        sim.Pool("a-new", createdAt: 20, "203.0.113.0/24", "192.0.2.0/28").Run();
        Assert.Empty(sim.StatusWrites);
        Assert.Equal(("192.0.2.0", "z-serving"), (sim.AddressesOf("web"), sim.PoolOf("web")));
        var told = Assert.Single(sim.Commands.OfType<Command.RecordEvent>());
        Assert.Equal(("a-new", "uid-a-new", "ConfigurationError", true), (told.Subject.Key.Name, told.Subject.Uid, told.Reason, told.IsWarning));
        Assert.Equal(
            "spec.addresses[1]: '192.0.2.0/28' overlaps '192.0.2.0-192.0.2.255' of pool 'z-serving', which is older and is kept; take those addresses out of one of the two",
            told.Message);
    }

    [Fact]
    public void A_restart_chooses_the_same_pool()
    {
        var sim = new ClusterSim().Pool("z-serving", createdAt: 10, "192.0.2.0/24").Put(Service("web")).Sync().Pool("a-new", createdAt: 20, "192.0.2.0/28").Run();
        Assert.DoesNotContain(sim.Restart().Commands, command => command is Command.WriteServiceStatus);
        Assert.Equal("z-serving", sim.PoolOf("web"));
    }

    [Fact]
    public void What_is_held_out_of_a_pool_that_an_older_one_grows_over_is_kept()
    {
        var sim = new ClusterSim().Pool("z-old", createdAt: 10, "203.0.113.0/24").Pool("a-young", createdAt: 20, "192.0.2.0/24")
            .Put(Service("web") with { Annotations = LabelSet.From([new("metallb.io/address-pool", "a-young")]) }).Sync();
        Assert.Equal(("192.0.2.0", "a-young"), (sim.AddressesOf("web"), sim.PoolOf("web")));
        sim.Pool("z-old", createdAt: 10, "203.0.113.0/24", "192.0.2.0/24").Run();
        Assert.Equal(("192.0.2.0", "a-young"), (sim.AddressesOf("web"), sim.PoolOf("web")));
        Assert.Equal("192.0.2.1", sim.Put(Service("other") with { LoadBalancerIp = "192.0.2.1" }).Run().AddressesOf("other"));
        Assert.Equal("", sim.Put(Service("thief") with { LoadBalancerIp = "192.0.2.0" }).Run().AddressesOf("thief"));
    }

    [Fact]
    public void Once_the_younger_is_mended_it_gives_addresses()
    {
        var sim = new ClusterSim().Pool("z-old", createdAt: 10, "192.0.2.0/32").Pool("a-young", createdAt: 20, "192.0.2.0/31")
            .Put(Service("first")).Put(Service("second")).Sync();
        Assert.Equal("", sim.AddressesOf("second"));
        sim.Pool("a-young", createdAt: 20, "192.0.2.1/32").Run();
        Assert.Equal(("192.0.2.1", "a-young"), (sim.AddressesOf("second"), sim.PoolOf("second")));
    }
}
