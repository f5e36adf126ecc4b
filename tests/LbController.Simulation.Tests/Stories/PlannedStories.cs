using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Simulation.Bugs;
using LbController.Simulation.Nodes;
using LbController.Simulation.Stories;
using LbController.Simulation.Time;

namespace LbController.Simulation.Tests.Stories;

/// <summary>Moves that somebody has planned: users behind routers must not notice, and neither must those on the segment.</summary>
public sealed class PlannedStories
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_routed_node_is_drained_and_switched_off_and_users_lose_nothing(bool hasPaths) =>
        Story.Of(routers: 2, hasPaths: hasPaths).Service("api", pool: "routed", pods: ["n2", "n3"]).Wait(15).AskOften().Wait(2).HasLostNothing("api")
            .Drain("n1").Wait(1.3).HasPaths("api", "n2", "n3").Crash("n1").Wait(15).HasLostNothing("api").Rest();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Speakers_are_upgraded_one_after_the_other_and_users_lose_nothing(bool isGraceful) =>
        Story.Of(nodes: 4, routers: 2, isGraceful: isGraceful).Do("", world => world.Routers.ToList().ForEach(router => router.IsGraceful = isGraceful)).Service("api", pool: "routed").Wait(3).AskOften().Wait(1)
            .Repeat(4, (story, i) => story.Upgrade($"n{i + 1}").Wait(6).HasPaths("api", "n1", "n2", "n3", "n4").HasLostNothing("api")).Rest();

    /// <summary>Only one node can serve it: the way by another is there before the old one goes.</summary>
    [Fact]
    public void A_machine_is_switched_off_once_its_speaker_has_left_and_users_lose_nothing() =>
        Story.Of(routers: 2).Service("api", pool: "routed", pods: ["n2", "n3"]).Wait(3).AskOften().Wait(1)
            .Leave("n1").Wait(1.7).Do("it is off", world => world.NodeOf("n1").Crash()).Wait(15).HasLostNothing("api").HasPaths("api", "n2", "n3").Rest();

    [Fact]
    public void A_loss_of_users_behind_routers_is_noticed() => Assert.Contains(
        "have lost nothing",
        Assert.Throws<ViolationException>(() => Story.Of().Service("api", pool: "routed", pods: ["n2", "n3"]).Wait(3).AskOften().Wait(1).Crash("n1").Wait(1).HasLostNothing("api")).Message,
        StringComparison.Ordinal);

    /// <summary>Routers have no routes of it, so that this rule alone can tell.</summary>
    [Fact]
    public void A_speaker_that_does_not_hear_of_a_drain_is_noticed()
    {
        var deaf = PlantedBugs.All.Single(bug => bug.Checker == "drained-owner");
        Assert.Equal(deaf.Checker, Assert.Throws<ViolationException>(() => Story.Of(bug: deaf).Service("web").Wait(3).Drain("owner").Wait(10)).Violation.Checker);
    }

    /// <summary>A router of another AS and one of the nodes' own are told in different words that a way is about to go.</summary>
    [Theory]
    [InlineData("r1")]
    [InlineData("r2")]
    public void A_router_prefers_other_ways_before_a_speaker_leaves(string router) =>
        Story.Of(routers: 2).Service("api", pool: "routed").Wait(3).Leave("n1").Wait(0.5).HasPaths("api", "n1", "n2", "n3")
            .Do("and prefers two", world => Assert.Equal([SimNode.IpOf(2), SimNode.IpOf(3)], world.RouterOf(router).BestPathsTo(Address.Parse("203.0.113.0")))).Wait(1).HasPaths("api", "n2", "n3").Rest();

    [Fact]
    public void A_node_that_is_drained_no_more_has_ways_as_good_as_any() =>
        Story.Of().Service("api", pool: "routed").Wait(3).Drain("n1").Wait(0.5).Relabel("n1", known => known with { Annotations = LabelSet.Empty }).Wait(5).HasPaths("api", "n1", "n2", "n3").Rest();

    /// <summary>A second owner for a moment is noticed by the rules, whoever it is: only the first in the order takes what the dead one had.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void One_of_five_takes_what_the_dead_one_had(ulong seed) =>
        Story.Of(nodes: 6, seed: seed).Repeat(12, (story, i) => story.Service($"s{i}")).Service("web").Wait(4).Crash("owner").Wait(2).IsOwned("web").IsNotOwnedBy("web", "owner").Wait(3).Rest();

    /// <summary>It took them at once, before it could hear who had taken them meanwhile, and two answered.</summary>
    [Fact]
    public void A_node_whose_cable_is_in_again_listens_before_it_takes_anything() =>
        Story.Of(nodes: 2).Service("web").Wait(3).Unplug("owner").Wait(3).IsOwned("web").Plug("owner").Wait(5).IsOwned("web").IsNotOwnedBy("web", "owner").Rest();
}
