using LbController.Core.Snapshot;

namespace LbController.Engine.Tests.Controller;

/// <summary>Speakers say in a condition that a stranger has an address; what the controller makes of it.</summary>
public sealed class HeldElsewhereTests
{
    private readonly ClusterSim sim = new();

    [Fact]
    public void A_new_Service_gets_the_next_address_once()
    {
        sim.Pool("blue", "192.0.2.1-192.0.2.9").Put(ClusterSim.Service("web")).Sync();
        Held("web", "192.0.2.1");
        Assert.Equal("192.0.2.2", sim.AddressesOf("web"));
        sim.Edit("web", service => service with { Labels = LabelSet.From([new("a", "b")]) }).Run();
        Assert.Equal("192.0.2.2", sim.AddressesOf("web"));
        Held("web", "192.0.2.2");
        Assert.Equal("192.0.2.3", sim.AddressesOf("web"));
    }

    [Fact]
    public void The_address_is_given_to_nobody_for_a_while()
    {
        sim.Pool("blue", "192.0.2.1-192.0.2.9").Put(ClusterSim.Service("web")).Sync();
        Held("web", "192.0.2.1");
        sim.Put(ClusterSim.Service("soon")).Run();
        Assert.Equal("192.0.2.3", sim.AddressesOf("soon"));
        sim.Wait(TimeSpan.FromMinutes(10));
        sim.Put(ClusterSim.Service("late")).Run();
        Assert.Equal("192.0.2.1", sim.AddressesOf("late"));
    }

    [Fact]
    public void Where_no_other_is_left_it_is_given_all_the_same()
    {
        sim.Pool("blue", "192.0.2.1-192.0.2.2").Put(ClusterSim.Service("web")).Sync();
        Held("web", "192.0.2.1");
        sim.Put(ClusterSim.Service("last")).Run();
        Assert.Equal("192.0.2.1", sim.AddressesOf("last"));
    }

    [Fact]
    public void A_Service_that_was_announced_before_keeps_its_address()
    {
        sim.Pool("blue", "192.0.2.1-192.0.2.9").Put(ClusterSim.Service("web")).Sync();
        sim.Edit("web", service => service with { AnnouncedCondition = new("True", "Announced", "", 0) }).Run();
        Held("web", "192.0.2.1");
        Assert.Equal("192.0.2.1", sim.AddressesOf("web"));
    }

    [Fact]
    public void After_a_restart_nobody_knows_what_was_announced_and_nothing_moves()
    {
        sim.Pool("blue", "192.0.2.1-192.0.2.9").Put(ClusterSim.Service("web")).Sync();
        sim.Restart();
        Held("web", "192.0.2.1");
        Assert.Equal("192.0.2.1", sim.AddressesOf("web"));
    }

    [Fact]
    public void A_Service_that_asks_for_the_address_keeps_it()
    {
        var service = ClusterSim.Service("web") with { Annotations = LabelSet.From([new("metallb.io/loadBalancerIPs", "192.0.2.1")]) };
        sim.Pool("blue", "192.0.2.1-192.0.2.9").Put(service).Sync();
        Held("web", "192.0.2.1");
        Assert.Equal("192.0.2.1", sim.AddressesOf("web"));
    }

    [Fact]
    public void Where_there_is_no_other_the_address_is_kept()
    {
        sim.Pool("blue", "192.0.2.1/32").Put(ClusterSim.Service("web")).Sync();
        Held("web", "192.0.2.1");
        Assert.Equal("192.0.2.1", sim.AddressesOf("web"));
    }

    private void Held(string service, string address) => sim
        .Edit(service, found => found with { AnnouncedCondition = new("False", "AddressHeldElsewhere", $"{address} is not announced: somebody has it", 0) })
        .Run();
}
