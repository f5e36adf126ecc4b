using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using static LbController.Engine.Tests.Controller.ClusterSim;

namespace LbController.Engine.Tests.Controller;

/// <summary>What Events and conditions say: the change that was made, and nothing that was not.</summary>
public sealed class EventWordsTests
{
    [Fact]
    public void A_move_by_the_users_own_request_names_what_went_what_came_and_the_request()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/29").Pool("red", "203.0.113.0/29").Sync().Put(Service("web")).Run();
        sim.Commands.Clear();
        sim.Edit("web", web => web with { Annotations = LabelSet.From(web.Annotations.Append(new("metallb.io/address-pool", "red"))) }).Run();
        Assert.Equal(
            [
                "ClearAssignment: 192.0.2.0 is given up for 203.0.113.0, as the Service asks for IPAddressPool 'red' now",
                "IPAllocated: assigned 203.0.113.0 from pool red",
            ],
            Told(sim));
        sim.Commands.Clear();
        sim.Edit("web", web => web with { Annotations = LabelSet.Empty, LoadBalancerIp = "192.0.2.5" }).Run();
        Assert.StartsWith("ClearAssignment: 203.0.113.0 is given up for 192.0.2.5, as the Service asks for that now", Told(sim).First(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_a_hand_wrote_into_the_status_is_not_blamed_on_a_pool()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/29").Sync().Put(Service("web")).Run();
        sim.Commands.Clear();
        sim.Edit("web", web => web with { IngressIps = ["10.1.1.1"] }).Run();
        Assert.Equal("ClearAssignment: 10.1.1.1, which somebody wrote into the status, is in no IPAddressPool and is taken out", Told(sim).First());
    }

    [Fact]
    public void Nor_is_one_beside_an_address_that_was_kept_for_want_of_another()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/29").Sync().Put(Service("web")).Run();
        sim.Edit("web", web => web with { LoadBalancerIp = "198.51.100.1" }).Run();
        sim.Commands.Clear();
        sim.Edit("web", web => web with { IngressIps = ["10.1.1.1"] }).Run();
        Assert.Contains("ClearAssignment: 10.1.1.1, which somebody wrote into the status, is in no IPAddressPool and is taken out", Told(sim));
    }

    [Fact]
    public void An_address_that_leaves_its_pool_is_blamed_on_the_pool()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/29").Sync().Put(Service("web")).Run();
        sim.Commands.Clear();
        sim.Pool("blue", "203.0.113.0/29").Run();
        Assert.Equal("ClearAssignment: 192.0.2.0 is taken away: the addresses of IPAddressPool 'blue' were changed, and no other pool has it", Told(sim).First());
    }

    [Fact]
    public void A_gained_family_is_said_to_be_of_the_pool_that_it_is_from()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/29").Pool("six", "2001:db8::/64").Sync().Put(Service("web")).Run();
        sim.Commands.Clear();
        sim.Edit("web", web => web with { ClusterIps = [Address.Parse("10.96.0.1"), Address.Parse("fd00::1")], IpFamilyPolicy = IpFamilyPolicy.PreferDualStack }).Run();
        Assert.Equal(["IPAllocated: assigned 2001:db8:: from pool six"], Told(sim));
    }

    [Fact]
    public void Those_who_wait_for_an_address_are_told_who_has_it_now()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/29").Sync();
        for (var i = 0; i < 4; i++)
        {
            sim.Put(Service($"r{i}", i) with { LoadBalancerIp = "192.0.2.1" }).Run();
        }

        sim.Delete("r0").Run();
        Assert.Equal(["192.0.2.1"], sim.Services.Single(service => service.Key.Name == "r1").IngressIps);
        Assert.All(sim.Services.Where(service => service.Key.Name != "r1"), service => Assert.Contains("shop/r1", service.AddressCondition!.Message, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Told(ClusterSim sim) => sim.Commands.OfType<Command.RecordEvent>().Select(told => $"{told.Reason}: {told.Message}");
}
