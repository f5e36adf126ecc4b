using LbController.Cli.Reports;
using LbController.Core.Addresses;
using LbController.Core.Snapshot;

namespace LbController.Cli.Tests.Reports;

public sealed class ExplanationTests
{
    [Fact]
    public void A_Service_shows_the_looks_of_the_allocator_and_each_nodes_verdict()
    {
        var shown = Screen.Show(ServiceExplanation.Of(Pictures.Of(Pictures.Healthy), new ObjectKey("shop", "web")));

        Assert.Contains("held address 192.0.2.1  Assigned  192.0.2.1 is kept", shown, StringComparison.Ordinal);
        Assert.Matches(@"192.0.2.1 +n1 +L2 +Eligible, rank [12] of 2", shown);
        Assert.Matches(@"192.0.2.1 +n2 +BGP +Eligible, to tor", shown);
    }

    [Theory]
    [InlineData("ClusterIP", null, "NotLoadBalancer")]
    [InlineData("LoadBalancer", "other", "OtherClass")]
    public void A_Service_that_is_not_ours_is_told_so(string type, string? loadBalancerClass, string reason)
    {
        var service = Pictures.Service("web") with { Type = type, LoadBalancerClass = loadBalancerClass };

        Assert.Contains(reason, Screen.Show(ServiceExplanation.Of(Pictures.Of(service), service.Key)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("192.0.2.1", "has it")]
    [InlineData("192.0.2.2", "Free")]
    [InlineData("203.0.113.1", "AddressOutsidePools")]
    public void An_address_shows_whose_it_is(string address, string words) =>
        Assert.Contains(words, Screen.Show(AddressExplanation.Of(Pictures.Of(Pictures.Healthy), Address.Parse(address))), StringComparison.Ordinal);

    [Fact]
    public void A_node_shows_why_it_may_not()
    {
        var excluded = Pictures.Node("n3") with { Labels = LabelSet.From([new(NodeSnapshot.ExcludeLabel, "")]) };
        var shown = Screen.Show(NodeExplanation.Of(Pictures.Of([.. Pictures.Healthy, excluded]), "n3"));

        Assert.Contains("ExcludedByLabel", shown, StringComparison.Ordinal);
        Assert.Matches("192.0.2.1 +shop/web +ExcludedByLabel", shown);
        Assert.Matches("tor +10.0.0.254 +0", shown);
    }

    [Fact]
    public void A_peer_shows_its_nodes_and_routes()
    {
        var shown = Screen.Show(PeerExplanation.Of(Pictures.Of(Pictures.Healthy), "tor"));

        Assert.Contains("AS 64513; ours is AS 64512", shown, StringComparison.Ordinal);
        Assert.Matches("n1 +Selected +192.0.2.1/32", shown);
    }

    [Fact]
    public void Routes_of_the_same_kind_are_one_row() =>
        Assert.Matches("192.0.2.1/32 +tor +- +- +n1 .not told yet., n2 .not told yet.", Screen.Show(RoutesReport.Of(Pictures.Of(Pictures.Healthy))));

    [Fact]
    public void What_is_not_there_is_told()
    {
        var picture = Pictures.Of(Pictures.Healthy);

        Assert.Throws<NotFoundException>(() => ServiceExplanation.Of(picture, new ObjectKey("shop", "nope")));
        Assert.Throws<NotFoundException>(() => NodeExplanation.Of(picture, "nope"));
        Assert.Throws<NotFoundException>(() => PeerExplanation.Of(picture, "nope"));
    }
}
