using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Engine.Facts;
using LbController.Engine.Figures;
using LbController.Protocols.Wire;

namespace LbController.Engine.Tests.Speaker;

/// <summary>The wire has the last word: strangers that have an address, second answerers, and owners that nobody hears.</summary>
public sealed class AddressConflictTests
{
    private static readonly Address Vip = SpeakerCluster.AddressOf(0);
    private static readonly ObjectKey Service = new("shop", "web0");
    private static readonly MacAddress Stranger = new(0x00aabbccddee);

    [Fact]
    public void A_new_address_is_asked_for_three_times_before_it_is_announced()
    {
        var cluster = Running(services: 0);
        cluster.CreateService(0);
        cluster.Run(290);
        Assert.Empty(cluster.Answerers(Vip));
        Assert.Equal(3, cluster.Probes[Vip]);
        Assert.Empty(cluster.Gratuitous);
        cluster.Run(100);
        cluster.Owner(Vip);
        Assert.Equal(3, cluster.Probes[Vip]);
        Assert.Equal("Announced", cluster.Conditions[Service].Reason);
    }

    [Fact]
    public void A_take_over_from_one_of_ours_asks_nothing()
    {
        var cluster = Running(services: 1);
        cluster.Probes.Clear();
        cluster.Kill(cluster.Owner(Vip));
        cluster.Run(400);
        cluster.Owner(Vip);
        Assert.Empty(cluster.Probes);
    }

    [Fact]
    public void An_address_that_a_stranger_has_is_not_announced_and_its_MAC_is_told()
    {
        var cluster = Running(services: 0);
        cluster.Strangers[Vip] = Stranger;
        cluster.CreateService(0);
        cluster.Run(3000);
        Assert.Empty(cluster.Answerers(Vip));
        Assert.Empty(cluster.Gratuitous);
        var told = Assert.Single(cluster.Events, entry => entry.Event.Reason == "addressInUse");
        Assert.Contains("00:aa:bb:cc:dd:ee on eth0", told.Event.Message, StringComparison.Ordinal);
        Assert.Equal(("False", "AddressHeldElsewhere"), (cluster.Conditions[Service].Status, cluster.Conditions[Service].Reason));
    }

    [Fact]
    public void It_is_announced_once_the_stranger_has_gone()
    {
        var cluster = Running(services: 0);
        cluster.Strangers[Vip] = Stranger;
        cluster.CreateService(0);
        cluster.Run(3000);
        cluster.Strangers.Clear();
        cluster.Run(11000);
        cluster.Owner(Vip);
        Assert.Equal("Announced", cluster.Conditions[Service].Reason);
        Assert.Single(cluster.Events, entry => entry.Event.Reason == "addressUndisputed");
    }

    [Fact]
    public void Who_follows_an_owner_that_had_not_announced_yet_asks_again()
    {
        var cluster = Running(services: 0);
        cluster.Strangers[Vip] = Stranger;
        cluster.CreateService(0);
        cluster.Run(1000);
        cluster.Kill(Assert.Single(cluster.Events, entry => entry.Event.Reason == "addressInUse").Node);
        cluster.Run(3000);
        Assert.Empty(cluster.Answerers(Vip));
        Assert.Equal(2, cluster.Events.Count(entry => entry.Event.Reason == "addressInUse"));
    }

    [Fact]
    public void An_announced_address_that_a_stranger_claims_is_defended_at_most_once_in_ten_seconds()
    {
        var cluster = Running(services: 1);
        cluster.Run(5000);
        cluster.Gratuitous.Clear();
        for (var second = 0; second < 9; second++)
        {
            cluster.Claim(Vip, Stranger);
            cluster.Run(1000);
        }

        cluster.Owner(Vip);
        Assert.Equal(5, cluster.Gratuitous[Vip]);
        Assert.Equal(("True", "AddressContested"), (cluster.Conditions[Service].Status, cluster.Conditions[Service].Reason));
        Assert.Single(cluster.Events, entry => entry.Event.Reason == "addressContested");
        cluster.Run(31000);
        Assert.Equal("Announced", cluster.Conditions[Service].Reason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_dispute_about_any_address_of_a_Service_reaches_its_condition_whoever_owns_the_others(int disputed)
    {
        var cluster = Running(services: 2);
        cluster.Tell(new Fact.Seen(new ServiceSnapshot(Service) { IngressIps = [.. cluster.Addresses.Select(address => address.ToString())] }));
        cluster.Tell(new Fact.Gone(typeof(ServiceSnapshot), new ObjectKey("shop", "web1")));
        cluster.Run(3000);
        Assert.NotEqual(cluster.Owner(cluster.Addresses[0]), cluster.Owner(cluster.Addresses[1]));
        Assert.Equal("Announced", cluster.Conditions[Service].Reason);
        cluster.Claim(cluster.Addresses[disputed], Stranger);
        cluster.Run(2000);
        Assert.Equal(("True", "AddressContested"), (cluster.Conditions[Service].Status, cluster.Conditions[Service].Reason));
        Assert.StartsWith($"{cluster.Addresses[disputed]} is announced, but ", cluster.Conditions[Service].Message, StringComparison.Ordinal);
        cluster.Run(32000);
        Assert.Equal("Announced", cluster.Conditions[Service].Reason);
    }

    [Fact]
    public void An_owner_whose_answers_are_filtered_is_found_out_by_another_and_announces_anew()
    {
        var cluster = Running(services: 1, checkEvery: 1);
        cluster.Run(5000);
        cluster.Gratuitous.Clear();
        cluster.FilterAnswers(cluster.Owner(Vip));
        cluster.Run(4000);
        Assert.Equal(("False", "AddressNotAnswered"), (cluster.Conditions[Service].Status, cluster.Conditions[Service].Reason));
        Assert.Single(cluster.Events, entry => entry.Event.Reason == "addressNotAnswered");
        Assert.True(cluster.Gratuitous[Vip] >= 2);
    }

    [Fact]
    public void Who_checks_counts_the_seconds_in_which_an_address_was_not_answered()
    {
        var cluster = Running(services: 1, checkEvery: 1);
        cluster.Run(5000);
        Assert.Equal(0, OutageSeconds(cluster));
        cluster.FilterAnswers(cluster.Owner(Vip));
        cluster.Run(12000);
        Assert.InRange(OutageSeconds(cluster), 6, 12);
    }

    [Fact]
    public void A_second_node_that_answers_is_named()
    {
        var cluster = Running(services: 1, checkEvery: 1);
        var second = cluster.Nodes.First(node => node != cluster.Owner(Vip));
        cluster.AnswerToo(second, Vip);
        cluster.Run(10000);
        var told = Assert.Single(cluster.Events, entry => entry.Event.Reason == "addressAnsweredTwice");
        Assert.Contains($"node {second}", told.Event.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Checks_of_a_healthy_cluster_tell_nothing()
    {
        var cluster = Running(services: 20, checkEvery: 1);
        cluster.Probes.Clear();
        cluster.Run(10000);
        cluster.Leave("n1");
        cluster.Run(5000);
        cluster.Start("n1");
        cluster.Run(10000);
        Assert.DoesNotContain(cluster.Events, entry => entry.Event.Reason.StartsWith("address", StringComparison.Ordinal));
        Assert.All(cluster.Addresses, address => Assert.InRange(cluster.Probes[address], 15, 40));
    }

    private static double OutageSeconds(SpeakerCluster cluster) =>
        cluster.Nodes.SelectMany(cluster.Figures).Where(figure => figure.Metric == SpeakerMetrics.OutageSeconds).Sum(figure => figure.Value);

    private static SpeakerCluster Running(int services, int checkEvery = 30)
    {
        var cluster = new SpeakerCluster(3, services) { CheckEvery = TimeSpan.FromSeconds(checkEvery) };
        cluster.Start();
        cluster.Run(1500);
        return cluster;
    }
}
