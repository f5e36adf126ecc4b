using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Simulation.Bugs;
using LbController.Simulation.Running;
using LbController.Simulation.Stories;
using LbController.Simulation.Time;

namespace LbController.Simulation.Tests.Stories;

/// <summary>Machines and processes come and go.</summary>
public sealed class NodeStories
{
    [Fact]
    public void A_Service_gets_an_address_one_owner_and_its_clients() =>
        Story.Of().Service("web").Wait(3).HasAddress("web", "192.0.2.0").IsOwned("web").IsServed("web").Rest();

    [Fact]
    public void The_owner_loses_its_power() =>
        Story.Of().Service("web").Wait(3).Crash("owner").Wait(1).IsOwned("web").IsNotOwnedBy("web", "owner").Wait(8).IsServed("web").Rest();

    [Fact]
    public void The_speaker_of_the_owner_is_killed() =>
        Story.Of().Service("web").Wait(3).Kill("owner").Wait(1).IsOwned("web").IsNotOwnedBy("web", "owner").IsServed("web").Rest();

    [Fact]
    public void The_speaker_of_the_owner_is_killed_and_starts_again() =>
        Story.Of().Service("web").Wait(3).Kill("owner").Wait(0.1).Start("owner").Wait(2).IsOwned("web").IsServed("web").Rest();

    [Fact]
    public void The_owner_is_paused_and_woken_and_does_not_answer_for_what_it_has_lost() => PausedAndWoken(PlantedBug.None);

    [Fact]
    public void A_woken_owner_that_answers_from_the_table_of_before_is_noticed()
    {
        var endless = new PlantedBug("packet loops answer without end", "stale-answer") { Commands = (_, command) => [command is NetworkCommand.AnswerUntil ? new NetworkCommand.AnswerUntil(TimeSpan.MaxValue) : command] };
        Assert.Equal(endless.Checker, Assert.Throws<ViolationException>(() => PausedAndWoken(endless)).Violation.Checker);
    }

    [Fact]
    public void A_woken_owner_that_holds_on_to_what_it_has_lost_is_noticed()
    {
        var deaf = new PlantedBug("it has not heard who took over", "taken-unasked") { Facts = (process, fact) => process.Name == "speaker-n1" && process.Age.TotalSeconds > 9 && fact is NetworkFact.DatagramReceived ? [] : [fact] };
        Assert.Equal(deaf.Checker, Assert.Throws<ViolationException>(() => PausedAndWoken(deaf)).Violation.Checker);
    }

    /// <summary>Looked at every twentieth of a second, from the first moment on: questions of the pause wait in its buffer.</summary>
    private static Story PausedAndWoken(PlantedBug bug) =>
        Story.Of(bug: bug).Service("web").Wait(3).Pause("owner").Wait(5).IsOwned("web").IsNotOwnedBy("web", "owner")
            .Resume("owner").IsNotOwnedBy("web", "owner").Repeat(100, (story, _) => story.Wait(0.05).IsOwned("web").IsNotOwnedBy("web", "owner")).IsServed("web").Rest();

    [Fact]
    public void The_cable_of_the_owner_is_pulled() =>
        Story.Of().Service("web").Wait(3).Unplug("owner").Wait(1).IsOwned("web").Wait(8).IsServed("web").Plug("owner").Wait(2).IsOwned("web").Rest();

    [Fact]
    public void Speakers_are_upgraded_one_after_the_other() =>
        Story.Of(nodes: 4).Service("web").Service("api", pool: "routed").Wait(3)
            .Repeat(4, (story, i) => story.Upgrade($"n{i + 1}").Wait(4).IsOwned("web").IsServed("web").HasPaths("api", "n1", "n2", "n3", "n4"))
            .Rest();

    [Fact]
    public void A_drained_node_gives_its_addresses_away() =>
        Story.Of().Service("web").Wait(3).Drain("owner").Wait(1).IsOwned("web").IsNotOwnedBy("web", "owner").Wait(5).IsServed("web").Rest();

    /// <summary>A drain takes some ten milliseconds: the node is lost before its successor answers, while both do, and just after it has stopped.</summary>
    [Theory]
    [InlineData(0.0002)]
    [InlineData(0.003)]
    [InlineData(0.008)]
    [InlineData(0.02)]
    public void A_node_is_lost_during_its_drain(double after) =>
        Story.Of().Service("web").Wait(3).Drain("owner").Wait(after).Crash("owner").Wait(1.5).IsOwned("web").IsNotOwnedBy("web", "owner").Wait(8).IsServed("web").Rest();

    [Theory]
    [InlineData(0.0002)]
    [InlineData(0.003)]
    [InlineData(0.008)]
    [InlineData(0.02)]
    public void The_successor_dies_while_the_owner_leaves(double after) =>
        Story.Of().Service("web").Wait(3).Leave("owner").Wait(after).Crash("n2").Wait(2).IsOwned("web").Rest();

    [Fact]
    public void All_nodes_lose_power_and_come_back() =>
        Story.Of().Service("web").Wait(3).Repeat(3, (story, i) => story.Crash($"n{i + 1}")).Wait(20).IsOwnedByNobody("web")
            .Repeat(3, (story, i) => story.Boot($"n{i + 1}")).Wait(7).IsOwned("web").HasAddress("web", "192.0.2.0").Rest();

    [Fact]
    public void A_node_that_returns_finds_many_Services() =>
        Story.Of().Repeat(8, (story, i) => story.Service($"s{i}")).Wait(3).Crash("n1").Wait(10).Boot("n1").Wait(3).Repeat(8, (story, i) => story.IsOwned($"s{i}")).Rest();

    [Fact]
    public void Two_of_three_nodes_die_at_once_and_the_third_hears_that_its_link_works() =>
        Story.Of().Service("web").Wait(3).IsOwned("web").Do("", world => Survivor(world, clients: true)).Wait(0.5).IsOwned("web").Rest();

    [Fact]
    public void A_speaker_that_does_not_hear_that_its_link_works_is_noticed()
    {
        var bug = new PlantedBug("hosts are not heard", "no-owner") { Facts = (_, fact) => fact is NetworkFact.HostSeen ? [] : [fact] };
        var noticed = Assert.Throws<ViolationException>(() => Story.Of(bug: bug).Service("web").Wait(3).Do("", world => Survivor(world, clients: true)).Wait(3));
        Assert.Equal(bug.Checker, noticed.Violation.Checker);
    }

    [Fact]
    public void Nobody_is_left_to_ask_and_the_third_waits_until_it_is_sure() =>
        Story.Of().Service("web").Wait(3).Do("", world => Survivor(world, clients: false)).Wait(5).IsOwnedByNobody("web").Wait(7).IsOwned("web")
            .Do("the clients are back", world => world.Clients.ToList().ForEach(client => client.Port.IsUp = true)).Rest();

    [Fact]
    public void The_owner_is_the_one_that_is_left_and_answers_on() =>
        Story.Of().Service("web").Wait(3).IsOwned("web").Do("the others die", world =>
        {
            foreach (var node in world.Nodes.Where(node => node.Answered.Count == 0))
            {
                node.Crash();
            }
        }).Repeat(10, (story, _) => story.Wait(0.1).IsOwned("web")).Rest();

    /// <summary>The owner of all addresses and one more node lose their power, and perhaps all that is not a node does too.</summary>
    private static void Survivor(World world, bool clients)
    {
        var survivor = world.Nodes.First(node => node.Answered.Count == 0);
        foreach (var node in world.Nodes.Where(node => node != survivor))
        {
            node.Crash();
        }

        foreach (var client in world.Clients)
        {
            client.Port.IsUp = clients;
        }
    }

    [Fact]
    public void The_owner_gets_the_exclude_label() =>
        Story.Of().Service("web").Wait(3).Exclude("owner").Wait(1).IsOwned("web").IsNotOwnedBy("web", "owner").IsServed("web").Rest();

    [Fact]
    public void The_network_of_the_owner_is_unavailable() =>
        Story.Of().Service("web").Wait(3).Relabel("owner", node => node with { NetworkUnavailable = true }).Wait(1).IsOwned("web").IsNotOwnedBy("web", "owner").Rest();

    [Fact]
    public void A_node_object_is_deleted_while_its_speaker_runs() =>
        Story.Of().Service("web").Wait(3).Do("a node is removed", world => world.Api.Delete<NodeSnapshot>(new ObjectKey("", "n3"))).Wait(2).IsOwned("web").IsNotOwnedBy("web", "n3").Rest();

    [Fact]
    public void The_clock_of_a_node_runs_one_percent_fast() =>
        Story.Of().Do("n1 is fast", world => world.SpeakerOf("n1").ClockRate = 1.01).Service("web").Wait(60).IsOwned("web").IsServed("web").Rest();
}
