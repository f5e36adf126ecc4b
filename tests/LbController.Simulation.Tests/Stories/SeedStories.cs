using LbController.Simulation.Running;
using LbController.Simulation.Stories;

namespace LbController.Simulation.Tests.Stories;

/// <summary>What seeds have found: the scenario that the replay printed, or the story that it told, each with what was wrong.</summary>
public sealed class SeedStories
{
    /// <summary>The owner fell silent because it heard nobody, though nobody else could have answered.</summary>
    [Fact]
    public void The_only_node_that_may_announce_is_parted_from_the_others_and_answers_on() =>
        Story.Of().Service("web", isLocal: true, pods: ["n2"]).Wait(3).Do("the segment parts", world => world.Lan.Cut()).Wait(2).IsOwnedBy("web", "n2").Rest();

    /// <summary>When its ten seconds of standing back were over, nothing made it decide again.</summary>
    [Fact]
    public void A_node_that_stood_back_takes_over_when_the_others_prove_dead() =>
        Story.Of().Service("web").Wait(3).Do("the segment parts", world => world.Lan.Cut()).Wait(5).Crash("n1").Crash("n3").Wait(9).IsOwnedBy("web", "n2").Rest();

    /// <summary>The drained node kept its routes for ever, because the only other one was dead when it was drained.</summary>
    [Fact]
    public void A_drained_node_leaves_its_routes_to_one_that_comes_back() =>
        Story.Of(nodes: 2).Service("api", pool: "routed").Wait(3).Kill("n1").Wait(2).Drain("n2").Wait(5).HasPaths("api", "n2").Start("n1").Wait(15).HasPaths("api", "n1").Rest();

    /// <summary>And it takes them back when that one dies.</summary>
    [Fact]
    public void A_drained_node_announces_again_when_the_others_die() =>
        Story.Of(nodes: 2).Service("api", pool: "routed").Wait(12).Drain("n2").Wait(5).HasPaths("api", "n1").Kill("n1").Wait(2).HasPaths("api", "n2").Rest();

    /// <summary>The first node by name, which has no endpoint of it, said that it is not advertised, though others announced it to their routers.</summary>
    [Fact]
    public void A_Service_that_others_announce_to_routers_is_not_said_to_be_unannounced() =>
        Story.Of().Service("api", pool: "routed", isLocal: true, pods: ["n2"]).Wait(5).HasPaths("api", "n2").Rest();

    /// <summary>A node that was parted from the owner said that nobody answers, and the owner did not see that this stayed.</summary>
    [Fact]
    public void A_no_that_was_said_while_the_segment_was_parted_does_not_stay() =>
        Story.Of().Service("web", pods: ["n3"]).Wait(3).Exclude("n1").Relabel("n3", node => node with { NetworkUnavailable = true }).Wait(2)
            .Do("the segment parts", world => world.Lan.Cut()).Wait(10).Do("the segment heals", world => world.Lan.Join()).Wait(2).IsOwnedBy("web", "n2").Rest();

    /// <summary>
    /// Two speakers started while their cables were out, so neither had ever heard the other: back in the network each took the other's question
    /// who has the address for that of a stranger, and left the address alone for ten seconds.
    /// </summary>
    [Fact]
    public void Speakers_that_have_never_heard_each_other_are_no_strangers_once_they_have() =>
        Story.Of().Exclude("n3").Service("web", pods: ["n3"]).Wait(3).Unplug("n1").Unplug("n2").Upgrade("n1").Upgrade("n2").Wait(6).Plug("n1").Plug("n2").Wait(1.5).IsOwned("web").Rest();

    /// <summary>An owner that had not yet heard that it may announce no more overwrote the no of another, which was then never said again.</summary>
    [Fact]
    public void A_no_that_a_late_owner_overwrote_is_said_again() => Holds(858, """
        at 0.500000 service s0 segment IPv6 on n4
        at 0.800000 service s1 segment dual on n4 n5
        at 1.000000 api faults failure 0.1 lag 500 coalesce 0.3 replay 0.1
        at 1.100000 service s2 segment on n4 n3
        at 1.400000 service s3 segment local on n5
        at 5.000000 node n2 undrained
        at 5.201528 r1 crashes
        at 10.036978 n1 unplugged
        at 12.006533 r1 boots
        at 13.042443 pool segment is 192.0.2.0/28
        at 17.057259 r1 crashes
        at 21.574626 advertisement selects nobody
        at 23.510164 n1 plugged
        """);

    /// <summary>A write of a pool's counters whose answer was lost had taken effect; the time to try it again stayed in the past, and a processor was busy with nothing.</summary>
    [Fact]
    public void A_controller_whose_answers_are_lost_sleeps_between_its_steps() =>
        Story.Of().Api(new() { LostAnswer = 0.5 }).Repeat(8, (story, i) => story.Service($"s{i}").Wait(1)).Wait(5).Rest();

    /// <summary>So did that of a condition, when its author was asked to leave: until the farewell was over.</summary>
    [Fact]
    public void A_speaker_that_leaves_sleeps_between_its_steps() => Holds(1035, """
        at 0.500000 service s0 routed shares port 2 on n2
        at 0.800000 service s1 segment shares port 2 on n2 n1
        at 1.100000 service s2 segment on n1
        at 6.316029 controller-1 cut off
        at 7.801092 node n2 drained
        at 14.515577 speaker-n1 upgraded
        at 18.611667 controller-1 in touch
        at 26.027989 speaker-n2 upgraded
        at 39.391540 speaker-n1 upgraded
        at 42.391540 speaker-n2 upgraded
        """);

    /// <summary>A write of the condition failed when nothing else was under way, and nothing woke its author to try again.</summary>
    [Fact]
    public void A_condition_whose_write_failed_is_written_again() => Holds(5995, """
        at 0.800000 service s1 segment dual local on n1
        at 1.000000 api faults failure 0.1 coalesce 0.3 replay 0.1 stall 0.03 late 0.1
        at 1.100000 service s2 segment shares port 4 on n3
        at 1.400000 service s3 routed IPv6 on n3 n2
        at 5.000000 speaker-n1 upgraded
        at 8.000000 speaker-n2 upgraded
        at 10.922068 node n3 available
        at 11.000000 speaker-n3 upgraded
        at 14.547856 node n1 available
        at 16.405178 r1 crashes
        at 18.975484 pods of s3 on n3
        at 28.500715 r1 boots
        at 30.449747 service s7 routed local shares port 2 on n2
        at 32.046872 node n1 included
        at 36.400518 advertisement selects all
        at 37.437776 n1 unheard by n2
        at 41.292534 pods of s2 on n1
        """);

    /// <summary>
    /// An owner that was no longer allowed to announce did not hear the one that had taken its offer, offered the address to the others for ever, to
    /// whom it was another's, and answered on.
    /// </summary>
    [Fact]
    public void An_owner_that_may_announce_no_more_and_does_not_hear_its_successor_lets_go() => Holds(4214, """
        at 0.500000 service s0 segment on n4
        at 9.978591 n2 unheard by n1
        at 10.852517 node n1 excluded
        """);

    /// <summary>Of two owners that were equal the better one was no longer allowed to announce, and the other, deaf to it, could not take its offer.</summary>
    [Fact]
    public void An_owner_that_may_announce_no_more_leaves_it_to_a_second_one_that_does_not_hear_it() => Holds(7279, """
        at 0.500000 service s0 segment on n3
        at 0.800000 service s1 segment shares port 2 on n1
        at 1.100000 service s2 segment local on n3
        at 1.400000 service s3 routed dual shares port 3 on n1
        at 8.000000 speaker-n2 upgraded
        at 9.800521 n2 unheard by n1
        at 11.000000 speaker-n3 upgraded
        at 13.760216 node n2 unavailable
        """);

    /// <summary>A drained node that leaves planned at every step, and a processor was busy with nothing when another became ready for its routes.</summary>
    [Fact]
    public void A_drained_speaker_that_leaves_sleeps_when_another_becomes_ready_for_its_routes() => Holds(6946, """
        at 0.800000 service s1 segment IPv6 local on n4
        at 1.100000 service s2 segment local shares port 1 on n2 n3
        at 21.374130 speaker-n1 upgraded
        at 29.677019 node n4 drained
        at 30.374130 speaker-n4 upgraded
        """);

    /// <summary>The rule was wrong: BFD had been ended by word when the node died, so that only the time of a graceful restart was left to notice it.</summary>
    [Fact]
    public void A_node_that_dies_right_after_its_farewell_is_missed_when_the_time_for_its_restart_is_over() => Holds(4184, """
        at 0.000000 routers restart gracefully
        at 0.800000 service s1 routed on n2
        at 12.636559 speaker-n2 upgraded
        at 12.658153 n2 crashes
        """);

    /// <summary>The rule was wrong: a speaker that cannot hear another takes it for a stranger, and the controller believes it while nobody has announced the address.</summary>
    [Fact]
    public void An_address_that_a_deaf_speaker_takes_for_a_strangers_is_exchanged_before_it_is_announced() => Holds(7184, """
        at 0.500000 service s0 segment local on n2
        at 1.100000 service s2 segment local on n2
        at 1.400000 service s3 segment on n1
        at 9.539102 speaker-n3 killed
        at 11.678446 n3 crashes
        at 13.329999 n1 boots
        at 21.925434 n1 unheard by n3
        at 24.368005 n3 boots
        at 27.593453 speaker-n1 started
        at 29.129649 service s6 segment on n2
        """);

    /// <summary>Of two owners that heard each other after a partition the worse one fell silent at once, and the better one never heard that neighbours had believed it.</summary>
    [Fact]
    public void The_owner_that_stays_after_a_partition_tells_the_side_that_heard_another() => Holds(16, """
        at 0.500000 service s0 segment IPv6 shares port 2 on n3
        at 0.800000 service s1 segment on n1 n3
        at 8.900609 speaker-n2 woken
        at 23.299228 lan parted
        at 25.386402 n2 boots
        """);

    /// <summary>The better owner was drained and offered the address back in the words that ended the other's claim: that one answered on as if nothing had happened.</summary>
    [Fact]
    public void An_owner_that_is_outbid_and_offered_the_address_at_once_tells_the_other_side() => Holds(26, """
        at 0.500000 service s0 segment IPv6 on n1 n2
        at 0.800000 service s1 segment dual shares port 1 on n1
        at 5.000000 lan parted
        at 9.889578 node n1 drained
        """);

    /// <summary>A pool with errors listed the address that was on its way to a Service, so that it stayed when the pool it came from had moved.</summary>
    [Fact]
    public void What_is_only_on_its_way_goes_by_the_valid_pools() => Holds(1232, """
        at 9.261522 pools that overlap
        at 9.710148 writes of s7 hang
        at 9.910148 service s7 segment on n1
        at 29.877760 pool segment is 192.0.2.64/28
        """);

    /// <summary>The speaker had nothing more to tell its routers, and went at once.</summary>
    [Fact]
    public void A_drained_speaker_that_leaves_gives_routers_the_rest_of_their_time() => Holds(1393, """
        at 1.100000 service s2 routed on n2
        at 22.923329 node n2 drained
        at 23.176226 speaker-n2 upgraded
        """);

    /// <summary>Nobody has a say on a Service that is announced by BGP alone, so that a no of before stayed.</summary>
    [Fact]
    public void A_no_of_before_the_routes_is_taken_away() => Holds(6355, """
        at 0.500000 service s0 segment dual on n2
        at 0.800000 service s1 segment on n1
        at 1.100000 service s2 routed on n1
        at 1.400000 service s3 segment dual on n1 n2
        at 5.000000 peer r1 hold 9
        at 7.682446 connection reset
        at 13.168090 speaker-n2 cut off
        at 15.837430 speaker-n1 upgraded
        at 16.371776 speaker-n2 in touch
        at 17.180017 delete s3
        at 18.837430 speaker-n2 upgraded
        at 20.494527 connection reset
        at 25.803239 connection reset
        at 27.627527 connection reset
        at 35.097131 speaker-n1 upgraded
        at 36.327530 api away
        at 50.383880 api back
        """);

    /// <summary>The seed's world and its chance, with no more than these moves.</summary>
    private static void Holds(ulong seed, string lines) => Assert.Null(Scenario.Run(seed, lines).Violation);
}
