using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Election;
using LbController.Core.Snapshot;
using LbController.Engine.Facts;

namespace LbController.Engine.Tests.Speaker;

/// <summary>Several speakers on one segment: who owns an address, how fast it moves, and that it never has two owners for long.</summary>
public sealed class SpeakerClusterTests
{
    private static readonly Address Vip = SpeakerCluster.AddressOf(0);

    [Fact]
    public void Speakers_that_start_together_agree_on_one_owner()
    {
        var cluster = new SpeakerCluster(5, services: 20);
        cluster.Start();
        cluster.Run(1000);
        Assert.Equal(20, cluster.Loads().Values.Sum());
        Assert.Equal(0, cluster.OwnerChanges);
        Assert.Empty(cluster.AnsweredTwice);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(25)]
    [InlineData(40)]
    public void A_new_Service_gets_one_owner_and_keeps_it_though_nodes_hear_of_it_one_after_the_other(int delay)
    {
        var cluster = new SpeakerCluster(3, services: 0);
        cluster.Start();
        cluster.Run(1000);
        for (var i = 0; i < 20; i++)
        {
            cluster.CreateService(i, delay);
            cluster.Run(500);
        }

        cluster.Run(1000);
        Assert.Equal(0, cluster.OwnerChanges);
        Assert.Empty(cluster.AnsweredTwice);
        Assert.Equal(20, cluster.Loads().Values.Sum());
    }

    [Theory]
    [InlineData(50)]
    [InlineData(300)]
    [InlineData(700)]
    public void A_speaker_that_starts_late_takes_nothing_from_the_others(int late)
    {
        var cluster = new SpeakerCluster(3, services: 3);
        cluster.Start("n1", "n3");
        cluster.Run(late);
        cluster.Start("n2");
        cluster.Run(3000);
        Assert.Equal(0, cluster.OwnerChanges);
        Assert.Empty(cluster.AnsweredTwice);
    }

    [Fact]
    public void A_dead_owner_is_followed_within_the_bound_and_by_one_node()
    {
        for (var moment = 0; moment < 80; moment += 10)
        {
            var cluster = Running(3);
            cluster.Run(moment);
            cluster.Kill(cluster.Owner(Vip));
            cluster.Run(400);
            cluster.Owner(Vip);
            Assert.InRange(cluster.Unanswered[Vip], 190, 300);
            Assert.Empty(cluster.AnsweredTwice);
        }
    }

    [Fact]
    public void A_thousand_addresses_of_a_dead_node_are_all_answered_within_the_bound()
    {
        var cluster = Running(3, services: 1000);
        cluster.Kill("n1");
        cluster.Run(600);
        Assert.Equal(1000, cluster.Loads().Values.Sum());
        Assert.InRange(cluster.Unanswered.Values.Max(), 1, 310);
        Assert.InRange(cluster.Loads().Values.Max(), 500, 625);
    }

    [Fact]
    public void A_node_that_returns_takes_nothing_back()
    {
        var cluster = Running(3, services: 3);
        cluster.Kill("n2");
        cluster.Run(1000);
        cluster.ForgetNotes();
        cluster.Start("n2");
        cluster.Run(1000);
        Assert.Equal(0, cluster.OwnerChanges);
        Assert.Empty(cluster.Unanswered);
        Assert.Empty(cluster.AnsweredTwice);
    }

    [Fact]
    public void A_new_node_gets_its_share_by_moves_that_leave_nothing_unanswered()
    {
        var cluster = new SpeakerCluster(4, services: 60);
        cluster.Start("n1", "n2", "n3");
        cluster.Run(6000);
        cluster.Start("n4");
        cluster.ForgetNotes();
        cluster.Run(8000);
        Assert.Empty(cluster.Unanswered);
        Assert.Equal([15, 15, 15, 15], cluster.Loads().Values);
        Assert.All(cluster.AnsweredTwice.Values, milliseconds => Assert.InRange(milliseconds, 1, 5));
    }

    [Fact]
    public void A_speaker_that_is_asked_to_leave_goes_when_its_successors_answer_and_nothing_is_lost()
    {
        var cluster = Running(3, services: 100);
        cluster.Leave("n1");
        cluster.Run(1000);
        Assert.True(cluster.IsGone("n1"));
        Assert.Empty(cluster.Unanswered);
        Assert.Equal(["n2", "n3"], cluster.Loads().Keys);
        Assert.All(cluster.AnsweredTwice.Values, milliseconds => Assert.InRange(milliseconds, 1, 5));
    }

    [Fact]
    public void A_rolling_restart_of_all_speakers_loses_nothing()
    {
        var cluster = Running(3, services: 30);
        foreach (var node in cluster.Nodes.ToList())
        {
            cluster.Leave(node);
            cluster.Run(600);
            Assert.True(cluster.IsGone(node));
            cluster.Run(1500);
            cluster.Start(node);
            cluster.Run(1500);
        }

        Assert.Empty(cluster.Unanswered);
    }

    [Fact]
    public void The_last_speaker_leaves_without_waiting_for_anybody()
    {
        var cluster = Running(1);
        cluster.Leave("n1");
        cluster.Run(10);
        Assert.True(cluster.IsGone("n1"));
    }

    [Theory]
    [MemberData(nameof(Drains))]
    public void A_node_that_is_asked_to_hand_over_loses_nothing(string because, Func<NodeSnapshot, NodeSnapshot> asked)
    {
        var cluster = Running(3, services: 30);
        cluster.Tell(new Fact.Seen(asked(SpeakerCluster.NodeOf("n2"))), delay: 7);
        cluster.Run(1000);
        Assert.True(cluster.Unanswered.Count == 0, because);
        Assert.Equal(["n1", "n3"], cluster.Loads().Keys);
        cluster.Tell(new Fact.Seen(SpeakerCluster.NodeOf("n2")), delay: 7);
        cluster.ForgetNotes();
        cluster.Run(1000);
        Assert.Equal(0, cluster.OwnerChanges);
    }

    public static TheoryData<string, Func<NodeSnapshot, NodeSnapshot>> Drains => new()
    {
        { "kubectl-lb drain", node => node with { Annotations = LabelSet.From([KeyValuePair.Create(NodeDrain.Annotation, "now")]) } },
        { "the exclude label", node => node with { Labels = LabelSet.From([KeyValuePair.Create(NodeSnapshot.ExcludeLabel, "")]) } },
        { "the autoscaler's taint", node => node with { Taints = [NodeDrain.AutoscalerTaint] } },
    };

    [Fact]
    public void An_edit_of_the_node_selectors_moves_the_addresses_and_loses_nothing()
    {
        var cluster = Running(3, services: 30);
        var only = new LabelSelector(LabelSet.From([KeyValuePair.Create("name", "n3")]), []);
        cluster.Tell(new Fact.Seen(new L2AdvertisementSpec(new("metallb-system", "all")) { NodeSelectors = [only] }), delay: 7);
        cluster.Run(1000);
        Assert.Empty(cluster.Unanswered);
        Assert.Equal(["n3"], cluster.Loads().Keys);
    }

    [Fact]
    public void When_all_nodes_are_drained_the_addresses_stay_answered()
    {
        var cluster = Running(2, services: 4);
        foreach (var node in cluster.Nodes)
        {
            cluster.Tell(new Fact.Seen(SpeakerCluster.NodeOf(node) with { Annotations = LabelSet.From([KeyValuePair.Create(NodeDrain.Annotation, "now")]) }));
            cluster.Run(1000);
        }

        Assert.Empty(cluster.Unanswered);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(450)]
    public void A_loop_that_comes_late_costs_nothing(int milliseconds)
    {
        var cluster = Running(3, 12);
        foreach (var name in cluster.Nodes)
        {
            cluster.SetStalled(name, isStalled: true);
            cluster.Run(milliseconds);
            cluster.SetStalled(name, isStalled: false);
            cluster.Run(300);
        }

        Assert.Equal(0, cluster.OwnerChanges);
        Assert.Empty(cluster.Unanswered);
        Assert.Empty(cluster.AnsweredTwice);
    }

    [Fact]
    public void A_loop_that_hangs_is_followed_and_its_table_is_silent()
    {
        var cluster = Running(3, 1);
        var owner = cluster.Owner(cluster.Addresses[0]);
        cluster.SetStalled(owner, isStalled: true);
        cluster.Run(2000);
        Assert.NotEqual(owner, cluster.Owner(cluster.Addresses[0]));
        cluster.SetStalled(owner, isStalled: false);
        cluster.Run(2000);
        Assert.NotEqual(owner, cluster.Owner(cluster.Addresses[0]));
        Assert.Empty(cluster.AnsweredTwice);
    }

    [Fact]
    public void A_paused_speaker_that_goes_on_does_not_answer_beside_its_successor()
    {
        var cluster = Running(3, services: 9);
        cluster.SetPaused("n1", isPaused: true);
        cluster.Run(2000);
        cluster.ForgetNotes();
        cluster.SetPaused("n1", isPaused: false);
        cluster.Run(2000);
        Assert.Empty(cluster.AnsweredTwice);
        Assert.Empty(cluster.Unanswered);
        Assert.Equal(0, cluster.OwnerChanges);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void An_owner_with_a_link_that_works_in_one_direction_is_followed(bool isDeaf, bool isMute)
    {
        var cluster = Running(3);
        var owner = cluster.Owner(Vip);
        cluster.SetHearing(owner, isDeaf);
        cluster.SetSpeaking(owner, isMute);
        cluster.Run(1000);
        Assert.NotEqual(owner, cluster.Owner(Vip));
        Assert.InRange(cluster.Unanswered[Vip], 100, 650);
        cluster.ForgetNotes();
        cluster.SetHearing(owner, isDeaf: false);
        cluster.SetSpeaking(owner, isMute: false);
        cluster.Run(1000);
        Assert.Empty(cluster.Unanswered);
        Assert.InRange(cluster.AnsweredTwice.GetValueOrDefault(Vip), 0, 200);
        Assert.Equal(0, cluster.OwnerChanges);
    }

    [Fact]
    public void A_link_that_goes_down_moves_the_address_and_its_return_moves_nothing()
    {
        var cluster = Running(3);
        var owner = cluster.Owner(Vip);
        cluster.SetLink(owner, isUp: false);
        cluster.Run(1000);
        Assert.InRange(cluster.Unanswered[Vip], 100, 300);
        cluster.ForgetNotes();
        cluster.SetLink(owner, isUp: true);
        cluster.Run(1000);
        Assert.Equal(0, cluster.OwnerChanges);
        Assert.Empty(cluster.AnsweredTwice);
    }

    /// <summary>It had heard nobody for so long that it was no longer waiting for them.</summary>
    [Theory]
    [InlineData(2, 3_000)]
    [InlineData(3, 15_000)]
    public void A_node_whose_link_is_back_takes_nothing_before_it_has_heard_the_others(int nodes, int milliseconds)
    {
        var cluster = Running(nodes);
        var owner = cluster.Owner(Vip);
        cluster.SetLink(owner, isUp: false);
        cluster.Run(milliseconds);
        cluster.ForgetNotes();
        cluster.SetLink(owner, isUp: true);
        cluster.Run(1000);
        Assert.Equal(0, cluster.OwnerChanges);
        Assert.Empty(cluster.AnsweredTwice);
    }

    [Fact]
    public void After_a_partition_there_is_one_owner_within_a_second()
    {
        var cluster = Running(4, services: 8);
        cluster.Partition("n1", "n2");
        cluster.Run(30_000);
        cluster.Partition();
        cluster.ForgetNotes();
        cluster.Run(3000);
        Assert.Equal(8, cluster.Loads().Values.Sum());
        Assert.All(cluster.AnsweredTwice.Values, milliseconds => Assert.InRange(milliseconds, 0, 200));
        Assert.Empty(cluster.Unanswered);
    }

    [Fact]
    public void One_that_loses_all_its_company_at_once_stays_silent_while_the_others_serve()
    {
        var cluster = Running(3, services: 3);
        cluster.Partition("n1");
        cluster.Run(5000);
        Assert.All(cluster.Addresses, address => Assert.DoesNotContain("n1", cluster.Answerers(address)));
        Assert.All(cluster.AnsweredTwice.Values, milliseconds => Assert.InRange(milliseconds, 0, 20));
    }

    [Fact]
    public void The_last_of_two_goes_on_alone()
    {
        var cluster = Running(2);
        cluster.Kill(cluster.Owner(Vip));
        cluster.Run(400);
        cluster.Owner(Vip);
    }

    [Fact]
    public void Twenty_percent_loss_for_ten_minutes_moves_nothing()
    {
        var cluster = Running(3, services: 3);
        cluster.Loss = 20;
        cluster.Run(600_000);
        Assert.Equal(0, cluster.OwnerChanges);
        Assert.Empty(cluster.Unanswered);
        Assert.Empty(cluster.AnsweredTwice);
    }

    [Fact]
    public void What_a_node_sends_does_not_grow_with_the_number_of_nodes()
    {
        foreach (var nodes in new[] { 3, 40 })
        {
            var cluster = Running(nodes, services: nodes);
            cluster.Run(10_000);
            Assert.All(cluster.Sent.Values, sent => Assert.InRange(sent, 120, 130));
        }
    }

    [Fact]
    public void Of_two_nodes_with_different_keys_one_answers()
    {
        var cluster = new SpeakerCluster(2);
        cluster.SetKey("n2", [9]);
        cluster.Start();
        cluster.Run(2000);
        Assert.Equal(["n1"], cluster.Answerers(Vip));
    }

    [Fact]
    public void The_same_run_twice_is_the_same()
    {
        Assert.Equal(Trace(), Trace());

        static string Trace()
        {
            var cluster = Running(5, services: 40);
            cluster.Loss = 10;
            cluster.Kill("n3");
            cluster.Run(2000);
            return string.Join(' ', cluster.Addresses.Select(address => string.Join('+', cluster.Answerers(address)))) + string.Join(' ', cluster.Sent);
        }
    }

    private static SpeakerCluster Running(int nodes, int services = 1)
    {
        var cluster = new SpeakerCluster(nodes, services);
        cluster.Start();
        cluster.Run(1500);
        cluster.ForgetNotes();
        return cluster;
    }
}
