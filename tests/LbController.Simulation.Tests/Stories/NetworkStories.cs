using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Simulation.Bugs;
using LbController.Simulation.Running;
using LbController.Simulation.Stories;
using LbController.Simulation.Time;

namespace LbController.Simulation.Tests.Stories;

/// <summary>Switches, cables, routers and their connections.</summary>
public sealed class NetworkStories
{
    [Fact]
    public void The_segment_parts_and_heals() =>
        Story.Of(nodes: 4).Service("web").Wait(3).Do("the segment parts", world => world.Lan.Cut()).Wait(20).Do("the segment heals", world => world.Lan.Join()).Wait(1).IsOwned("web").Wait(50).IsServed("web").Rest();

    [Fact]
    public void A_stranger_has_the_first_address_and_the_Service_gets_the_next() =>
        Story.Of().Wait(3).Do("a stranger", world => world.Strangers.Add(new(world, Address.Parse("192.0.2.0")))).Service("web").Wait(8)
            .HasAddress("web", "192.0.2.1").IsOwned("web").IsServed("web").Rest();

    [Fact]
    public void A_speaker_that_does_not_ask_before_it_announces_is_noticed()
    {
        var careless = new PlantedBug("new addresses are not asked for", "stranger") { Speaker = options => options with { Probes = 0 } };
        var violation = Assert.Throws<ViolationException>(() => Story.Of(bug: careless).Wait(3).Do("a stranger", world => world.Strangers.Add(new(world, Address.Parse("192.0.2.0")))).Service("web").Wait(8));
        Assert.Contains("which a stranger has", violation.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stranger_has_the_address_that_a_Service_asks_for_and_it_stays_silent_also_when_its_owner_dies() =>
        Story.Of().Wait(3).Do("a stranger", world => world.Strangers.Add(new(world, Address.Parse("192.0.2.0")))).Service("web")
            .Edit("web", service => service with { LoadBalancerIp = "192.0.2.0" }).Wait(5).IsOwnedByNobody("web").Crash("n1").Wait(5).Boot("n1").Crash("n2").Wait(5).IsOwnedByNobody("web");

    [Fact]
    public void A_stranger_takes_an_address_that_is_announced_and_the_Service_keeps_it() =>
        Story.Of().Service("web").Wait(3).IsOwnedBy("web", "owner").Do("a stranger", world => world.Strangers.Add(new(world, Address.Parse("192.0.2.0")))).Do("says so", world => world.Strangers[0].Announce()).Wait(30)
            .HasAddress("web", "192.0.2.0").IsOwnedBy("web", "owner").Do("it leaves", world => world.Strangers[0].Leave()).Wait(60).IsServed("web").Rest();

    /// <summary>All speakers start anew and ask the wire first. What was announced has users who know its address: it waits for the stranger to go.</summary>
    [Fact]
    public void A_Service_that_was_announced_is_not_moved_off_because_a_stranger_came() =>
        Story.Of().Service("web").Wait(3).Repeat(3, (story, i) => story.Crash($"n{i + 1}")).Do("a stranger", world => world.Strangers.Add(new(world, Address.Parse("192.0.2.0")))).Wait(1)
            .Repeat(3, (story, i) => story.Boot($"n{i + 1}")).Wait(20).IsOwnedByNobody("web").HasAddress("web", "192.0.2.0")
            .Do("it is said why", world => Assert.Equal("AddressHeldElsewhere", world.Api.Find<ServiceSnapshot>(World.Shop("web"))!.AnnouncedCondition!.Reason))
            .Do("it leaves", world => world.Strangers[0].Leave()).Wait(15).HasAddress("web", "192.0.2.0").IsOwned("web").Rest();

    [Fact]
    public void One_in_ten_frames_is_lost() =>
        Story.Of().Service("web").Wait(3).IsOwnedBy("web", "owner").Do("frames are lost", world => world.Lan.Loss = 0.1).Wait(60).IsOwnedBy("web", "owner").Rest();

    [Fact]
    public void A_node_hears_its_neighbour_no_more_but_is_heard() =>
        Story.Of().Service("web").Wait(3).Do("n1 is deaf for n2", world => world.Lan.Deaf.Add(("n2", "n1"))).Wait(5).Do("it hears again", world => world.Lan.Deaf.Clear()).Wait(2).IsOwned("web").Rest();

    [Fact]
    public void A_routed_Service_has_a_path_by_every_node() =>
        Story.Of(routers: 2).Service("web", pool: "routed").Wait(3).HasPaths("web", "n1", "n2", "n3").Rest();

    [Fact]
    public void A_router_stops_without_a_word_and_is_back_soon() =>
        Story.Of().Service("web", pool: "routed").Wait(3).Do("r1 stops", world => world.Routers[0].Crash()).Wait(1).Do("r1 is back", world => world.Routers[0].Boot()).Wait(30).HasPaths("web", "n1", "n2", "n3").Rest();

    [Fact]
    public void A_router_is_away_for_two_minutes() =>
        Story.Of().Service("web", pool: "routed").Wait(3).Do("r1 stops", world => world.Routers[0].Crash()).Wait(120).Do("r1 is back", world => world.Routers[0].Boot()).Rest().HasPaths("web", "n1", "n2", "n3");

    [Fact]
    public void A_router_restarts_while_a_speaker_comes_back_gracefully() =>
        Story.Of(isGraceful: true).Do("graceful", world => world.Routers[0].IsGraceful = true).Service("web", pool: "routed").Wait(3).Kill("n1").Wait(0.5).HasPaths("web", "n1", "n2", "n3")
            .Do("r1 stops", world => world.Routers[0].Crash()).Start("n1").Wait(2).Do("r1 is back", world => world.Routers[0].Boot()).Rest().HasPaths("web", "n1", "n2", "n3");

    [Fact]
    public void Connections_are_reset_one_after_the_other() =>
        Story.Of(routers: 2).Service("web", pool: "routed").Wait(3).Repeat(10, (story, _) => story.Do("reset", world => world.Tcp.ResetOne()).Wait(1)).Rest().HasPaths("web", "n1", "n2", "n3");

    [Fact]
    public void Every_delivery_of_TCP_is_cut() =>
        Story.Of().Do("cut", world => world.Tcp.Cut = 1).Repeat(6, (story, i) => story.Service($"s{i}", pool: "routed")).Wait(10).HasPaths("s5", "n1", "n2", "n3").Rest();

    [Fact]
    public void A_node_that_loses_power_keeps_its_routes_no_longer_than_the_hold_time() =>
        Story.Of().Service("web", pool: "routed").Wait(3).Crash("n1").Wait(12).HasPaths("web", "n2", "n3").Boot("n1").Wait(20).HasPaths("web", "n1", "n2", "n3").Rest();

    [Fact]
    public void A_peer_is_edited() =>
        Story.Of().Service("web", pool: "routed").Wait(3)
            .Do("hold time 12", world => world.Api.Edit<BgpPeerSpec>(World.Config("r1"), peer => peer with { HoldTime = TimeSpan.FromSeconds(12) })).Wait(5).HasPaths("web", "n1", "n2", "n3").Rest();

    [Fact]
    public void A_peer_is_removed_and_comes_back()
    {
        BgpPeerSpec? peer = null;
        Story.Of().Service("web", pool: "routed").Wait(3)
            .Do("no peer", world =>
            {
                peer = world.Api.Find<BgpPeerSpec>(World.Config("r1"));
                world.Api.Delete<BgpPeerSpec>(World.Config("r1"));
            }).Wait(2).HasPaths("web")
            .Do("the peer again", world => world.Api.Put(peer!)).Wait(3).HasPaths("web", "n1", "n2", "n3").Rest();
    }
}
