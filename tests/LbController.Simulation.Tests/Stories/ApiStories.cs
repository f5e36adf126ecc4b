using LbController.Simulation.Cluster;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;
using LbController.Simulation.Stories;

namespace LbController.Simulation.Tests.Stories;

/// <summary>The API server is away, late, or of another opinion.</summary>
public sealed class ApiStories
{
    [Fact]
    public void The_API_server_is_away_for_an_hour() =>
        Story.Of(hasSlowHearts: true).Service("web").Service("api", pool: "routed").Wait(3).ApiAway().Wait(3600).IsOwned("web").IsServed("web").HasPaths("api", "n1", "n2", "n3").Rest();

    [Fact]
    public void The_owner_dies_while_the_API_server_is_away() =>
        Story.Of().Service("web").Wait(3).ApiAway().Wait(60).Crash("owner").Wait(1).IsOwned("web").IsNotOwnedBy("web", "owner").Rest();

    [Fact]
    public void A_Service_is_made_while_answers_are_lost() =>
        Story.Of().Api(new ApiFaults { LostAnswer = 1 }).Service("web").Wait(3).HasAddress("web", "192.0.2.0").Rest();

    [Fact]
    public void A_status_whose_write_seemed_to_fail_is_removed_with_the_announcement() =>
        Story.Of(nodes: 2).Service("web", isLocal: true, pods: ["n1"]).Api(new ApiFaults { LostAnswer = 1 }).Wait(0.2).Pods("web", "n2").Wait(0.5).Api(new ApiFaults()).Wait(10).IsOwnedBy("web", "n2").Rest();

    [Fact]
    public void Every_other_write_is_overtaken() =>
        Story.Of().Api(new ApiFaults { Conflict = 0.5 }).Repeat(6, (story, i) => story.Service($"s{i}")).Wait(20).IsOwned("s5").Rest();

    [Fact]
    public void Half_of_the_writes_fail() =>
        Story.Of().Api(new ApiFaults { Failure = 0.5 }).Repeat(6, (story, i) => story.Service($"s{i}")).Wait(60).IsOwned("s5").Rest();

    [Fact]
    public void Watches_stall() =>
        Story.Of().Api(new ApiFaults { Stall = 0.5 }).Service("web").Wait(40).IsOwned("web").Rest();

    [Fact]
    public void Watches_list_again_and_again() =>
        Story.Of().Api(new ApiFaults { Expire = 1 }).Service("web").Wait(5).IsOwned("web").Delete("web").Wait(5).Rest();

    [Fact]
    public void Watches_tell_old_news_again() =>
        Story.Of().Api(new ApiFaults { Replay = 1, Coalesce = 0.5 }).Service("web").Wait(2).Edit("web", web => web with { Type = "ClusterIP" }).Wait(2).HasNoAddress("web").Rest();

    [Fact]
    public void One_speaker_hears_nothing_of_an_edit() =>
        Story.Of().Service("web").Wait(3).IsOwnedBy("web", "n1").Do("the owner is cut off", world => world.SpeakerOf("n1").IsCutOff = true).Exclude("n1").Wait(5).IsOwnedBy("web", "n1")
            .Do("it is in touch", world => world.SpeakerOf("n1").IsCutOff = false).Wait(10).IsOwned("web").IsNotOwnedBy("web", "n1").Rest();

    [Fact]
    public void The_controller_is_killed_before_it_hears_that_its_write_was_done() =>
        Story.Of().Service("web").Wait(0.011).Do("the controller is killed", world => world.Controllers[0].Kill()).Wait(1)
            .Do("and starts", world => world.Controllers[0].Start()).Wait(2).HasAddress("web", "192.0.2.0").Rest();

    [Fact]
    public void The_leader_dies_and_the_other_controller_moves_nothing() =>
        Story.Of(controllers: 2).Repeat(4, (story, i) => story.Service($"s{i}").Wait(0.1)).Wait(3)
            .Do("the leader dies", world => Leader(world).Kill()).Delete("s1").Wait(20).HasAddress("s3", "192.0.2.3")
            .Service("new").Wait(1).HasAddress("new", "192.0.2.1").Rest();

    [Fact]
    public void The_leader_leaves_and_the_other_controller_leads_at_once() =>
        Story.Of(controllers: 2).Wait(3).Do("the leader leaves", world => Leader(world).Leave()).Wait(5).Service("web").Wait(1).HasAddress("web", "192.0.2.0").Rest();

    [Fact]
    public void The_leader_is_paused_loses_the_Lease_and_wakes_while_the_other_gives_addresses() =>
        Story.Of(controllers: 2).Service("a").Wait(3).Do("the leader is paused", world => Leader(world).Pause()).Service("b").Wait(20).HasAddress("b", "192.0.2.1")
            .Do("c is made, and the old leader wakes", world => world.Controllers.ToList().ForEach(controller => controller.Resume())).Service("c").Wait(5).HasAddress("c", "192.0.2.2").Rest();

    [Fact]
    public void The_leader_is_cut_off_from_the_API_server_and_comes_back() =>
        Story.Of(controllers: 2).Service("a").Wait(3).Do("the leader is cut off", world => Leader(world).IsCutOff = true).Service("b").Wait(30).HasAddress("b", "192.0.2.1")
            .Do("and hears again", world => world.Controllers.ToList().ForEach(controller => controller.IsCutOff = false)).Service("c").Wait(5).HasAddress("c", "192.0.2.2").Rest();

    /// <summary>What it gives is not on its way before the Lease says so: the Lease cannot be written, and the next leader would know nothing of it.</summary>
    [Fact]
    public void A_leader_that_cannot_write_its_promise_sends_nothing_that_arrives_when_the_next_one_leads()
    {
        SimController? first = null;
        Story.Of(controllers: 2).Service("old").Wait(3).Edit("old", service => service with { Type = "ClusterIP" }).Wait(1).HasNoAddress("old")
            .Do("writes to new hang, and those of the Lease get no answer", world =>
            {
                first = Leader(world);
                world.Api.Hang(World.Shop("new"));
                world.Api.Lease.IsStuck = true;
            })
            .Service("new").Wait(2).Do("the leader is cut off", world => (first!.IsCutOff, world.Api.Lease.IsStuck) = (true, false))
            .Edit("old", service => service with { Type = "LoadBalancer" }).Wait(30).Do("the other leads", world => Assert.NotSame(first, Leader(world))).HasAddress("old", "192.0.2.0")
            .Do("what hangs arrives", world => world.Api.LetThrough(World.Shop("new"))).Wait(3).HasAddress("old", "192.0.2.0").HasAddress("new", "192.0.2.1").Rest();
    }

    [Fact]
    public void Nodes_that_boot_while_the_API_server_is_away_go_on_from_their_disks() =>
        Story.Of().Service("web").Wait(5).ApiAway().Wait(5).Repeat(3, (story, i) => story.Crash($"n{i + 1}")).Wait(2).IsOwnedByNobody("web")
            .Repeat(3, (story, i) => story.Boot($"n{i + 1}")).Wait(2.9).IsOwnedByNobody("web").Wait(1.5).IsOwned("web").Wait(8).IsServed("web").ApiAway(false).Wait(5).IsOwned("web").Rest();

    [Fact]
    public void What_is_gone_when_the_API_server_is_back_is_announced_no_more() =>
        Story.Of().Service("web").Wait(5).ApiAway().Wait(5).Kill("owner").Delete("web").Service("api").Wait(2).Start("owner").Wait(15)
            .Do("from its disk it answers for what is gone", world => Assert.Contains(world.Nodes, node => node.Answered.Count > 0))
            .ApiAway(false).Wait(5).Do("it does no more", world => Assert.Equal(1, world.Nodes.Sum(node => node.Answered.Count))).IsOwned("api").Rest();

    private static SimController Leader(World world) => world.Controllers.First(controller => controller.Identity == world.Api.Lease.Record!.Holder);
}
