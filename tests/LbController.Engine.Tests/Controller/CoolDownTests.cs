using LbController.Core.Snapshot;
using LbController.Engine.Controller;
using static LbController.Engine.Tests.Controller.ClusterSim;

namespace LbController.Engine.Tests.Controller;

/// <summary>A freed address is passed over for a while as long as others are free; whoever had it gets it back.</summary>
public sealed class CoolDownTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_freed_address_is_passed_over_while_others_are_free()
    {
        var sim = Sim("192.0.2.0/30").Put(Service("old")).Sync();
        sim.Delete("old").Run().Put(Service("new")).Run();
        Assert.Equal("192.0.2.1", sim.AddressesOf("new"));
    }

    [Fact]
    public void It_is_like_any_other_when_it_has_cooled_down()
    {
        var sim = Sim("192.0.2.0/30").Put(Service("old")).Sync();
        sim.Delete("old").Run().Wait(Minute).Put(Service("new")).Run();
        Assert.Equal("192.0.2.0", sim.AddressesOf("new"));
    }

    [Fact]
    public void It_is_given_at_once_when_there_is_no_other()
    {
        var sim = Sim("192.0.2.1/32").Put(Service("old", createdAt: 1)).Put(Service("waiting", createdAt: 2)).Sync();
        Assert.Equal("", sim.AddressesOf("waiting"));
        sim.Delete("old").Run();
        Assert.Equal("192.0.2.1", sim.AddressesOf("waiting"));
    }

    [Fact]
    public void Of_those_that_cool_down_the_longest_free_goes_first()
    {
        var sim = Sim("192.0.2.0/31").Put(Service("a", createdAt: 1)).Put(Service("b", createdAt: 2)).Sync();
        sim.Delete("b").Run().Wait(TimeSpan.FromSeconds(1)).Delete("a").Run().Put(Service("c")).Run();
        Assert.Equal("192.0.2.1", sim.AddressesOf("c"));
    }

    [Fact]
    public void Who_asks_for_it_by_name_gets_it_at_once()
    {
        var sim = Sim("192.0.2.0/30").Put(Service("old")).Sync();
        sim.Delete("old").Run().Put(Service("new") with { LoadBalancerIp = "192.0.2.0" }).Run();
        Assert.Equal("192.0.2.0", sim.AddressesOf("new"));
    }

    [Fact]
    public void Who_was_deleted_and_made_again_gets_its_own_back()
    {
        var sim = Sim("192.0.2.0/29").Put(Service("a", 1)).Put(Service("b", 2)).Put(Service("c", 3)).Sync();
        sim.Delete("b").Run().Put(Service("b") with { Uid = "another" }).Run();
        Assert.Equal("192.0.2.1", sim.AddressesOf("b"));
    }

    [Fact]
    public void Its_own_of_a_moment_ago_is_no_way_past_a_pool_that_goes_first()
    {
        var sim = Sim("192.0.2.0/30").Put(Service("web")).Sync().Delete("web").Run();
        sim.Pool("red", "203.0.113.0/32").EditPool("red", pool => pool with { ServiceAllocation = new(10, [], [], []) });
        Assert.Equal("203.0.113.0", sim.Put(Service("web") with { Uid = "another" }).Run().AddressesOf("web"));
        sim.Put(Service("late")).Run();
        var spilt = sim.AddressesOf("late");
        Assert.Equal(spilt, sim.Delete("late").Run().Put(Service("late") with { Uid = "another" }).Run().AddressesOf("late"));
    }

    [Fact]
    public void With_a_period_of_zero_the_lowest_address_is_given_again()
    {
        var sim = new ClusterSim(new ControllerOptions(null, "lb")).Pool("blue", "192.0.2.0/30").Put(Service("old")).Sync();
        sim.Delete("old").Run().Put(Service("new")).Run();
        Assert.Equal("192.0.2.0", sim.AddressesOf("new"));
    }

    [Fact]
    public void A_clock_that_jumps_back_makes_nothing_cool_for_ever()
    {
        var sim = Sim("192.0.2.0/30").Put(Service("old")).Sync();
        sim.Wait(TimeSpan.FromHours(1)).Delete("old").Run();
        sim.Wait(TimeSpan.FromHours(-1)).Put(Service("new")).Run();
        Assert.Equal("192.0.2.1", sim.AddressesOf("new"));
        sim.Wait(TimeSpan.FromHours(1)).Wait(Minute).Put(Service("later")).Run();
        Assert.Equal("192.0.2.0", sim.AddressesOf("later"));
    }

    [Fact]
    public void A_clock_that_jumps_ahead_ends_the_cooling_and_breaks_nothing()
    {
        var sim = Sim("192.0.2.0/30").Put(Service("a", 1)).Put(Service("b", 2)).Sync();
        sim.Delete("a").Run().Wait(TimeSpan.FromDays(4000)).Put(Service("c")).Run();
        Assert.Equal(("192.0.2.1", "192.0.2.0"), (sim.AddressesOf("b"), sim.AddressesOf("c")));
    }

    [Fact]
    public void A_reservation_outlives_its_Service_and_the_cooling()
    {
        var sim = Sim("192.0.2.0/30").EditPool("blue", pool => pool with { Reservations = [new(["192.0.2.2"], Key("kept"))] });
        sim.Put(Service("kept")).Sync();
        Assert.Equal("192.0.2.2", sim.AddressesOf("kept"));
        sim.Delete("kept").Run().Wait(Minute + Minute);
        sim.Put(Service("x", 1)).Put(Service("y", 2)).Put(Service("z", 3)).Put(Service("w", 4)).Run();
        Assert.Equal(("192.0.2.0", "192.0.2.1", "192.0.2.3", ""), (sim.AddressesOf("x"), sim.AddressesOf("y"), sim.AddressesOf("z"), sim.AddressesOf("w")));
        Assert.Equal("192.0.2.2", sim.Put(Service("kept") with { Uid = "another" }).Run().AddressesOf("kept"));
    }

    private static ClusterSim Sim(string addresses) =>
        new ClusterSim(new ControllerOptions(null, "lb") { AddressCoolDown = Minute }).Pool("blue", addresses);
}
