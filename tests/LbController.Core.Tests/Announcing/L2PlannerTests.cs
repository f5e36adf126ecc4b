using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Config;
using LbController.Core.Election;
using LbController.Core.Snapshot;

namespace LbController.Core.Tests.Announcing;

public sealed class L2PlannerTests
{
    private static readonly Pool Blue = new(new("metallb-system", "blue"), Labels(("colour", "blue")), [new(Address.Parse("192.0.2.0"), Address.Parse("192.0.2.99"))]);
    private static readonly ServiceSnapshot Web = new(new ObjectKey("shop", "web")) { IngressIps = ["192.0.2.10"] };
    private static readonly L2AdvertisementSpec Everywhere = new(new ObjectKey("metallb-system", "all"));
    private static readonly ServiceEndpoints OnN1 = EndpointsOn("n1");

    [Fact]
    public void All_nodes_are_ranked_for_a_Cluster_Service() => Assert.Equal(3, Plan(Web).Single().Contenders.Count);

    [Fact]
    public void A_Local_Service_is_announced_only_where_it_has_an_endpoint()
    {
        var announcement = Plan(Web with { ExternalTrafficPolicy = "Local" }).Single();
        Assert.Equal(["n1"], announcement.Ranking);
        Assert.Contains(new L2NodeVerdict("n2", NodeVerdict.NoLocalEndpoints), announcement.Verdicts);
    }

    [Fact]
    public void Without_any_endpoint_nobody_announces()
    {
        var announcement = Plan(Web, endpoints: ServiceEndpoints.None).Single();
        Assert.Null(announcement.Owner);
        Assert.All(announcement.Verdicts, verdict => Assert.Equal(NodeVerdict.NoEndpoints, verdict.Verdict));
    }

    [Fact]
    public void Without_an_advertisement_there_is_nothing_to_announce() => Assert.Empty(Plan(Web, advertisements: []));

    [Fact]
    public void An_address_outside_every_pool_is_not_announced() => Assert.Empty(Plan(Web with { IngressIps = ["198.51.100.1"] }));

    [Theory]
    [InlineData("blue", true, "it names the pool")]
    [InlineData("green", false, "it names another pool")]
    public void An_advertisement_may_name_its_pools(string name, bool announced, string because) =>
        Assert.True(announced == Plan(Web, [Everywhere with { Pools = [name] }]).Count > 0, because);

    [Fact]
    public void An_advertisement_may_select_pools_by_label() =>
        Assert.Single(Plan(Web, [Everywhere with { Pools = ["none"], PoolSelectors = [Select("colour", "blue")] }]));

    [Fact]
    public void Service_selectors_keep_others_out() =>
        Assert.Empty(Plan(Web, [Everywhere with { ServiceSelectors = [Select("tier", "gold")] }]));

    [Fact]
    public void Node_selectors_are_a_hard_filter()
    {
        var announcement = Plan(Web, [Everywhere with { NodeSelectors = [Select("name", "n2"), Select("name", "n3")] }]).Single();
        Assert.Equal(["n2", "n3"], announcement.Ranking.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("n1")]
    [InlineData("n2")]
    [InlineData("n3")]
    public void Preferred_nodes_go_first(string node)
    {
        var preferred = Everywhere with { PreferredNodeSelectors = [new(50, Select("name", node))] };
        Assert.Equal(node, Plan(Web, [preferred]).Single().Owner);
    }

    [Fact]
    public void Interfaces_are_united_and_one_advertisement_without_any_means_all()
    {
        var named = new[] { Everywhere with { Interfaces = ["eth1"] }, Everywhere with { Interfaces = ["eth0", "eth1"] } };
        Assert.Equal(["eth0", "eth1"], Plan(Web, named).Single().Contenders[0].Interfaces);
        Assert.Empty(Plan(Web, [.. named, Everywhere]).Single().Contenders[0].Interfaces);
    }

    [Fact]
    public void A_shared_address_has_one_owner()
    {
        var api = Web with { Key = new("shop", "api"), ExternalTrafficPolicy = "Local" };
        var announcement = Assert.Single(L2Planner.Plan(Scope([Everywhere]), [api, Web], _ => OnN1));
        Assert.Equal("n1", announcement.Owner);
        Assert.Equal(2, announcement.Services.Count);
    }

    private static IReadOnlyCollection<L2Announcement> Plan(
        ServiceSnapshot service,
        L2AdvertisementSpec[]? advertisements = null,
        ServiceEndpoints? endpoints = null) =>
        L2Planner.Plan(Scope(advertisements ?? [Everywhere]), [service], _ => endpoints ?? OnN1);

    private static L2Scope Scope(L2AdvertisementSpec[] advertisements) =>
        new(new PoolSet([Blue], []), advertisements, [Node("n1"), Node("n2"), Node("n3")], IgnoreExcludeLabel: false);

    private static NodeSnapshot Node(string name) => new(new ObjectKey("", name)) { Labels = Labels(("name", name)) };

    private static ServiceEndpoints EndpointsOn(string node) =>
        new([new EndpointSliceSnapshot(new ObjectKey("shop", "web-1")) { ServiceName = "web", Endpoints = [new(node, Ready: true, null, null)] }]);

    private static LabelSelector Select(string key, string value) => new(Labels((key, value)), []);

    private static LabelSet Labels(params (string Key, string Value)[] labels) =>
        LabelSet.From(labels.Select(label => KeyValuePair.Create(label.Key, label.Value)));
}
