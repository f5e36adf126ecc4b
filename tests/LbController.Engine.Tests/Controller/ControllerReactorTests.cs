using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Controller;
using LbController.Engine.Facts;
using static LbController.Engine.Tests.Controller.ClusterSim;

namespace LbController.Engine.Tests.Controller;

public sealed class ControllerReactorTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Nothing_is_commanded_before_every_watch_is_in_sync()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/30").Put(Service("web")).Run();
        Assert.Empty(sim.Commands);
        Assert.Equal("192.0.2.0", sim.Sync().AddressesOf("web"));
    }

    [Fact]
    public void A_Service_gets_address_annotation_event_and_the_pool_its_counters()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/30").Sync().Put(Service("web")).Run();
        Assert.Equal(("192.0.2.0", "blue"), (sim.AddressesOf("web"), sim.PoolOf("web")));
        Assert.Equal(["web IPAllocated"], sim.Events);
        Assert.Equal(new PoolCounters(1, 0, 3, 0), sim.CountersOf("blue"));
    }

    [Fact]
    public void Pools_and_what_waits_show_in_numbers()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/31", "2001:db8::/127").Pool("broken", "nonsense").Sync()
            .Put(Service("a")).Put(Service("b")).Put(Service("c")).Run();
        string[] expected =
        [
            "metallb_allocator_addresses_total blue 4",
            "metallb_allocator_ipv4_addresses_total blue 2",
            "metallb_allocator_ipv6_addresses_total blue 2",
            "metallb_allocator_addresses_in_use_total blue 2",
            "metallb_allocator_ipv4_addresses_in_use_total blue 2",
            "metallb_allocator_ipv6_addresses_in_use_total blue 0",
            "metallb_allocator_services_allocated_total blue 2",
            "metallb_k8s_client_config_stale_bool  1",
        ];
        Assert.Empty(expected.Except(sim.Figures));
        Assert.Contains(sim.Figures, figure => figure.StartsWith("lbcontroller_services_unassigned ", StringComparison.Ordinal) && figure.EndsWith(" 1", StringComparison.Ordinal));
    }

    [Fact]
    public void Once_all_is_well_there_is_silence()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/30").Put(Service("web")).Sync();
        sim.Commands.Clear();
        sim.Post(new Fact.Seen(sim.Services.Single())).Wait(Minute);
        Assert.Empty(sim.Commands);
        Assert.Null(sim.WakeAt);
    }

    [Fact]
    public void An_event_comes_from_the_outcome_not_from_the_intent()
    {
        var sim = new ClusterSim { HoldsBackOutcomes = true }.Pool("blue", "192.0.2.0/30").Put(Service("web")).Sync();
        Assert.Empty(sim.Events);
        sim.HoldsBackOutcomes = false;
        Assert.Equal(["web IPAllocated"], sim.Run().Events);
    }

    [Fact]
    public void A_restart_changes_nothing_and_writes_nothing()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/29").Put(Service("a")).Put(Service("b")).Put(Service("c")).Sync().Delete("a").Run();
        Assert.Empty(sim.Restart().Commands);
        Assert.Equal(("192.0.2.1", "192.0.2.2"), (sim.AddressesOf("b"), sim.AddressesOf("c")));
    }

    [Fact]
    public void After_a_restart_holders_are_adopted_before_older_newcomers_are_served()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/30").Put(Service("holder", createdAt: 9)).Sync();
        sim.Put(Service("a-newcomer", createdAt: 1)).Restart();
        Assert.Equal(("192.0.2.0", "192.0.2.1"), (sim.AddressesOf("holder"), sim.AddressesOf("a-newcomer")));
    }

    [Fact]
    public void A_crash_between_decision_and_outcome_is_healed()
    {
        var sim = new ClusterSim { HoldsBackOutcomes = true, HoldsBackWatch = true }.Pool("blue", "192.0.2.0/30").Put(Service("a")).Put(Service("b"));
        sim.HoldsBackWatch = false;
        sim.Post(new Fact.InSync()).StepOnce();
        sim.HoldsBackOutcomes = false;
        sim.Restart();
        Assert.Equal(("192.0.2.0", "192.0.2.1"), (sim.AddressesOf("a"), sim.AddressesOf("b")));
        Assert.Empty(sim.StatusWrites);
    }

    [Fact]
    public void Of_those_who_come_together_the_one_that_asks_for_an_address_is_served_before_an_older_one_that_any_will_do()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/30").Put(Service("any", 1)).Put(Service("choosy", 2) with { LoadBalancerIp = "192.0.2.0" }).Sync();
        Assert.Equal(("192.0.2.1", "192.0.2.0"), (sim.AddressesOf("any"), sim.AddressesOf("choosy")));
    }

    [Fact]
    public void A_holder_whose_pool_changes_under_it_is_served_before_an_older_one_that_waits()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/32").Put(Service("holder", 9)).Sync().Put(Service("waiting", 1)).Run();
        sim.Pool("blue", "203.0.113.0/32").Run();
        Assert.Equal(("203.0.113.0", ""), (sim.AddressesOf("holder"), sim.AddressesOf("waiting")));
    }

    [Fact]
    public void Who_waited_longest_gets_what_becomes_free()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.1/32").Put(Service("first")).Sync();
        sim.Put(Service("a-late", createdAt: 8)).Put(Service("z-early", createdAt: 7)).Run();
        Assert.Equal(("", ""), (sim.AddressesOf("a-late"), sim.AddressesOf("z-early")));
        sim.Delete("first").Run();
        Assert.Equal(("", "192.0.2.1"), (sim.AddressesOf("a-late"), sim.AddressesOf("z-early")));
    }

    [Fact]
    public void A_failure_is_told_once()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.1/32").Put(Service("first")).Sync().Put(Service("second")).Run();
        sim.Edit("second", service => service with { Labels = LabelSet.From([new("a", "b")]) }).Pool("red", "203.0.113.1/32");
        sim.DeletePool("red").Wait(Minute);
        Assert.Equal(["first IPAllocated", "second AllocationFailed"], sim.Events);
    }

    [Fact]
    public void A_type_change_clears_the_status_first_and_frees_the_address_then()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.1/32").Put(Service("old")).Sync().Put(Service("waiting", createdAt: 5)).Run();
        sim.HoldsBackOutcomes = true;
        sim.Edit("old", service => service with { Type = "ClusterIP" }).StepOnce();
        Assert.Equal(("", ""), (sim.AddressesOf("old"), sim.AddressesOf("waiting")));
        sim.HoldsBackOutcomes = false;
        sim.Run();
        Assert.Equal(("", "", "192.0.2.1"), (sim.AddressesOf("old"), sim.PoolOf("old"), sim.AddressesOf("waiting")));
    }

    [Fact]
    public void A_class_that_is_not_ours_releases_what_we_gave()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.1/32").Put(Service("web")).Sync();
        Assert.Equal("", sim.Edit("web", service => service with { LoadBalancerClass = "other" }).Run().AddressesOf("web"));
    }

    [Fact]
    public void A_Service_of_another_class_is_left_alone_and_its_address_is_given_to_nobody()
    {
        var foreign = Service("foreign") with { LoadBalancerClass = "other", IngressIps = ["192.0.2.0"] };
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/30").Put(foreign).Put(Service("web")).Sync();
        Assert.Equal(("192.0.2.0", "192.0.2.1"), (sim.AddressesOf("foreign"), sim.AddressesOf("web")));
    }

    [Fact]
    public void A_conflict_waits_for_the_watch_and_then_decides_again()
    {
        var sim = new ClusterSim { Fault = Once(OutcomeKind.Conflict) }.Pool("blue", "192.0.2.0/30").Put(Service("web")).Sync();
        Assert.Single(sim.StatusWrites);
        Assert.Equal("", sim.Wait(Minute).AddressesOf("web"));
        sim.Edit("web", service => service with { Labels = LabelSet.From([new("a", "b")]) }).Run();
        Assert.Equal("192.0.2.0", sim.AddressesOf("web"));
    }

    [Fact]
    public void A_conflict_that_comes_after_the_news_decides_again_at_once()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/30").Put(Service("web"));
        sim.HoldsBackOutcomes = true;
        sim.Fault = Once(OutcomeKind.Conflict);
        sim.Sync().Edit("web", service => service with { Labels = LabelSet.From([new("a", "b")]) }).Run();
        Assert.Single(sim.StatusWrites);
        sim.HoldsBackOutcomes = false;
        Assert.Equal("192.0.2.0", sim.Run().AddressesOf("web"));
    }

    [Fact]
    public void A_failed_write_is_tried_again_at_growing_intervals_and_keeps_its_address()
    {
        var sim = new ClusterSim { Fault = command => command is Command.WriteServiceStatus { Service.Name: "web" } ? new Outcome(OutcomeKind.Failed) : null };
        sim.Pool("blue", "192.0.2.0/30").Put(Service("web")).Sync();
        var waits = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            waits.Add((sim.WakeAt!.Value - sim.Now).TotalSeconds);
            sim.Wait(sim.WakeAt.Value - sim.Now);
        }

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 32, 60, 60], waits);
        Assert.Equal("192.0.2.1", sim.Put(Service("other")).Run().AddressesOf("other"));
        sim.Fault = _ => null;
        Assert.Equal("192.0.2.0", sim.Wait(Minute).AddressesOf("web"));
        Assert.Null(sim.WakeAt);
    }

    [Fact]
    public void An_address_on_its_way_is_held_until_the_watch_shows_it()
    {
        var reactor = new ControllerReactor(new ControllerOptions(null, "lb"));
        var pool = new PoolSpec(new ObjectKey("lb", "blue")) { Addresses = ["192.0.2.1/32"] };
        var first = Service("a") with { ResourceVersion = "1" };
        var write = Assert.Single(Writes(reactor, new Fact.Seen(pool), new Fact.Seen(first), new Fact.InSync()));
        var waits = Assert.Single(Writes(reactor, new Fact.Seen(Service("b") with { ResourceVersion = "2" })));
        Assert.Equal(("False", "PoolExhausted"), (waits.Condition!.Status, waits.Condition.Reason));
        Assert.Empty(Writes(reactor, new Fact.Ended(waits, Outcome.Done), new Fact.Seen(Service("b") with { ResourceVersion = "2b", AddressCondition = waits.Condition })));
        Assert.Empty(Writes(reactor, new Fact.Ended(write, Outcome.Done)));
        var shown = first with
        {
            ResourceVersion = "3",
            IngressIps = ["192.0.2.1"],
            Annotations = LabelSet.From([new("metallb.io/ip-allocated-from-pool", "blue")]),
            AddressCondition = write.Condition,
        };
        Assert.Empty(Writes(reactor, new Fact.Seen(shown)));
        Assert.Equal(Key("b"), Assert.Single(Writes(reactor, new Fact.Gone(typeof(ServiceSnapshot), Key("a")))).Service);
    }

    [Fact]
    public void A_stale_repeat_frees_nothing()
    {
        var fresh = Service("web");
        var sim = new ClusterSim().Pool("blue", "192.0.2.1/32").Put(fresh).Sync();
        sim.Post(new Fact.Seen(fresh with { ResourceVersion = "50" })).Put(Service("greedy")).Run();
        Assert.Equal(("192.0.2.1", ""), (sim.AddressesOf("web"), sim.AddressesOf("greedy")));
    }

    [Fact]
    public void A_pool_edit_that_takes_the_address_out_says_so_and_gives_another()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.1/32").Put(Service("web")).Sync().Pool("blue", "203.0.113.1/32").Run();
        Assert.Equal("203.0.113.1", sim.AddressesOf("web"));
        Assert.Equal(["web IPAllocated", "web ClearAssignment", "web IPAllocated"], sim.Events);
    }

    [Fact]
    public void A_slip_in_a_pool_takes_nothing_away_and_is_told_once_on_the_pool()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/24").Put(Service("web")).Sync().Pool("blue", "192.0.2.0/244").Run().Wait(Minute);
        Assert.Equal(("192.0.2.0", "blue"), (sim.AddressesOf("web"), sim.PoolOf("web")));
        Assert.Equal(["web IPAllocated", "blue ConfigurationError"], sim.Events);
    }

    [Fact]
    public void A_request_that_cannot_be_met_keeps_the_address_and_is_met_when_it_can_be()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/30").Put(Service("a", 1)).Put(Service("b", 2)).Sync();
        sim.Edit("b", service => service with { LoadBalancerIp = "192.0.2.0" }).Run();
        Assert.Equal("192.0.2.1", sim.AddressesOf("b"));
        Assert.Contains("b AllocationFailed", sim.Events);
        Assert.Equal("192.0.2.0", sim.Delete("a").Run().AddressesOf("b"));
    }

    [Fact]
    public void Of_two_that_ask_for_one_address_only_one_gets_it()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/30");
        sim.Put(Service("a", 2) with { LoadBalancerIp = "192.0.2.3" }).Put(Service("b", 1) with { LoadBalancerIp = "192.0.2.3" }).Sync();
        Assert.Equal(("", "192.0.2.3"), (sim.AddressesOf("a"), sim.AddressesOf("b")));
    }

    [Fact]
    public void A_status_emptied_by_hand_is_filled_again()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/30").Put(Service("web")).Sync();
        Assert.Equal("192.0.2.0", sim.Edit("web", service => service with { IngressIps = [] }).Run().AddressesOf("web"));
    }

    [Fact]
    public void A_status_edited_by_hand_to_anothers_address_takes_nothing_from_the_other()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/30").Put(Service("a", 5)).Put(Service("thief", 1)).Sync();
        var victim = sim.AddressesOf("a");
        sim.Edit("thief", service => service with { IngressIps = [victim] }).Run();
        Assert.Equal(victim, sim.AddressesOf("a"));
        Assert.NotEqual(victim, sim.AddressesOf("thief"));
        Assert.Contains("thief ClearAssignment", sim.Events);
    }

    [Fact]
    public void Deprecated_annotations_are_warned_of_once()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/30").Sync();
        sim.Put(Service("web") with { Annotations = LabelSet.From([new("metallb.universe.tf/address-pool", "blue")]) }).Run();
        Assert.Equal("192.0.2.0", sim.AddressesOf("web"));
        Assert.Single(sim.Events, name => name == "web deprecatedAnnotation");
    }

    [Fact]
    public void Of_very_many_the_first_are_written_while_the_rest_waits_to_be_decided()
    {
        var reactor = new ControllerReactor(new ControllerOptions(null, "metallb-system") { ElectsLeader = false });
        var pool = new PoolSpec(new ObjectKey("metallb-system", "blue")) { Uid = "p", Addresses = ["10.0.0.0/16"] };
        var facts = Enumerable.Range(0, 2000).Select(i => new Fact.Seen(Service($"s{i}") with { CreatedAt = i })).Append<Fact>(new Fact.Seen(pool)).Append(new Fact.InSync());
        var first = reactor.Step([.. facts], TimeSpan.Zero);
        Assert.Equal(Enumerable.Range(0, 512).Select(i => $"s{i}"), Written(first));
        Assert.Equal(TimeSpan.Zero, first.WakeAt);
        Assert.Equal(Enumerable.Range(512, 1024).Select(i => $"s{i}"), Written(reactor.Step([], TimeSpan.Zero)));
        var last = reactor.Step([], TimeSpan.Zero);
        Assert.Equal(Enumerable.Range(1536, 464).Select(i => $"s{i}"), Written(last));
        Assert.NotEqual(TimeSpan.Zero, last.WakeAt);

        static IEnumerable<string> Written(Step step) => step.Commands.OfType<Command.WriteServiceStatus>().Select(write => write.Service.Name);
    }

    [Fact]
    public void Who_has_both_prefixes_is_told_which_one_has_no_effect()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/30").Pool("red", "198.51.100.0/30").Sync();
        sim.Put(Service("web") with { Annotations = LabelSet.From([new("metallb.universe.tf/address-pool", "red"), new("metallb.io/address-pool", "blue")]) });
        sim.Put(Service("same") with { Annotations = LabelSet.From([new("metallb.universe.tf/address-pool", "blue"), new("metallb.io/address-pool", "blue")]) }).Run();
        Assert.StartsWith("192.0.2.", sim.AddressesOf("web"), StringComparison.Ordinal);
        var told = Assert.Single(sim.Commands.OfType<Command.RecordEvent>(), command => command.Reason == "deprecatedAnnotation");
        Assert.Equal("metallb.universe.tf/address-pool has no effect beside the annotation with the prefix metallb.io/; remove it", told.Message);
    }

    [Fact]
    public void Counters_that_could_not_be_written_are_written_later()
    {
        var sim = new ClusterSim { Fault = command => command is Command.WritePoolStatus ? new Outcome(OutcomeKind.Failed) : null };
        sim.Pool("blue", "192.0.2.0/30").Put(Service("web")).Sync();
        Assert.Null(sim.CountersOf("blue"));
        sim.Fault = _ => null;
        Assert.Equal(new PoolCounters(1, 0, 3, 0), sim.Wait(Minute).CountersOf("blue"));
        Assert.Null(sim.WakeAt);
    }

    [Fact]
    public void After_the_word_to_leave_there_is_silence()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/30").Sync().Post(new Fact.Leaving()).Run();
        sim.Commands.Clear();
        Assert.Empty(sim.Put(Service("web")).Wait(Minute).Commands);
    }

    [Fact]
    public void Objects_of_other_namespaces_are_no_pools_of_ours()
    {
        var reactor = new ControllerReactor(new ControllerOptions(null, "lb"));
        var pool = new PoolSpec(new ObjectKey("tenant", "mine")) { Addresses = ["192.0.2.0/24"] };
        var step = reactor.Step([new Fact.Seen(pool), new Fact.Seen(Service("web")), new Fact.InSync()], TimeSpan.Zero);
        Assert.Equal("NoPools", Assert.Single(step.Commands.OfType<Command.WriteServiceStatus>()).Condition!.Reason);
    }

    private static IEnumerable<Command.WriteServiceStatus> Writes(ControllerReactor reactor, params Fact[] facts) =>
        reactor.Step(facts, TimeSpan.Zero).Commands.OfType<Command.WriteServiceStatus>();

    private static Func<Command, Outcome?> Once(OutcomeKind kind)
    {
        var isSpent = false;
        return command =>
        {
            if (isSpent || command is not Command.WriteServiceStatus)
            {
                return null;
            }

            isSpent = true;
            return new Outcome(kind);
        };
    }
}
