using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Config;
using LbController.Core.Election;
using LbController.Core.Snapshot;

namespace LbController.Core.Tests.Announcing;

public sealed class BgpPlannerTests
{
    private static readonly ObjectKey Web = new("shop", "web");

    [Fact]
    public void Peers_that_the_same_advertisements_are_for_share_one_list()
    {
        var plan = Plan([Advertisement("all"), Advertisement("one") with { Peers = ["c"], Communities = ["65000:1"] }], Service("192.0.2.10"));
        Assert.Same(plan.RoutesOf["a"], plan.RoutesOf["b"]);
        Assert.Equal("65000:1", Assert.Single(plan.RoutesOf["c"]).Communities.ToString());
        Assert.Equal(["a", "b", "c"], plan.PeersOf[Web]);
    }

    [Fact]
    public void A_Local_Service_gets_its_host_route_beside_the_aggregate()
    {
        var plan = Plan([Advertisement("all") with { AggregationLength = 24 }], Service("192.0.2.10") with { ExternalTrafficPolicy = "Local" });
        Assert.Equal(["192.0.2.0/24", "192.0.2.10/32"], plan.RoutesOf["a"].Select(route => route.Prefix.ToString()));
    }

    [Fact]
    public void A_Cluster_Service_gets_the_aggregate_alone()
    {
        var plan = Plan([Advertisement("all") with { AggregationLength = 24 }], Service("192.0.2.10"));
        Assert.Equal(["192.0.2.0/24"], plan.RoutesOf["a"].Select(route => route.Prefix.ToString()));
    }

    [Fact]
    public void Aliases_stand_for_their_communities()
    {
        var plan = Plan([Advertisement("all") with { Communities = ["gold", "large:1:2:3"] }], Service("192.0.2.10"));
        Assert.Equal("65000:7, large:1:2:3", Assert.Single(plan.RoutesOf["a"]).Communities.ToString());
    }

    [Fact]
    public void Of_two_advertisements_for_one_prefix_communities_unite_and_the_higher_preference_holds()
    {
        var plan = Plan(
            [Advertisement("a") with { LocalPref = 200, Communities = ["65000:1"] }, Advertisement("b") with { LocalPref = 100, Communities = ["65000:2"] }],
            Service("192.0.2.10"));
        var route = Assert.Single(plan.RoutesOf["a"]);
        Assert.Equal((200u, "65000:1, 65000:2"), (route.LocalPref, route.Communities.ToString()));
    }

    [Fact]
    public void Endpoints_that_terminate_but_still_serve_keep_the_route()
    {
        var serving = new EndpointSnapshot("n1", Ready: false, Serving: true, Terminating: true);
        Assert.Single(Plan([Advertisement("all")], Service("192.0.2.10") with { ExternalTrafficPolicy = "Local" }, serving).RoutesOf["a"]);
        Assert.Empty(Plan([Advertisement("all")], Service("192.0.2.10"), serving with { Serving = false }).RoutesOf["a"]);
    }

    [Fact]
    public void Of_two_metrics_and_path_lengths_for_one_prefix_the_lower_are_taken()
    {
        var plan = Plan(
            [Advertisement("one") with { Med = 20, AsPathPrepend = 3 }, Advertisement("two") with { Med = 10, AsPathPrepend = 5 }, Advertisement("three") with { AsPathPrepend = 4 }],
            Service("192.0.2.1"));
        var route = Assert.Single(plan.RoutesOf["a"]);
        Assert.Equal((10u, 3), (route.Med, route.Prepend));
    }

    [Theory]
    [InlineData("Local", true, 2)]
    [InlineData("Local", false, 0)]
    [InlineData("Cluster", true, 0)]
    public void Weights_are_the_ready_endpoints_on_this_node_where_they_are_asked_for_and_matter(string policy, bool isAsked, int expected)
    {
        EndpointSnapshot[] endpoints = [Ready("n1"), Ready("n1"), Ready("n2"), new("n1", Ready: false, Serving: true, Terminating: true)];
        var plan = Plan([Advertisement("all") with { WeightByEndpoints = isAsked }], Service("192.0.2.1") with { ExternalTrafficPolicy = policy }, endpoints);
        Assert.Equal(expected, Assert.Single(plan.RoutesOf["a"]).Weight);
    }

    [Fact]
    public void Where_no_endpoint_is_ready_those_that_still_serve_count() => Assert.Equal(1, Assert.Single(Plan(
        [Advertisement("all") with { WeightByEndpoints = true }],
        Service("192.0.2.1") with { ExternalTrafficPolicy = "Local" },
        new EndpointSnapshot("n1", Ready: false, Serving: true, Terminating: true)).RoutesOf["a"]).Weight);

    private static EndpointSnapshot Ready(string node) => new(node, Ready: true, null, null);

    private static BgpPlan Plan(IReadOnlyList<BgpAdvertisementSpec> advertisements, ServiceSnapshot service, params EndpointSnapshot[] endpoints)
    {
        var slice = new EndpointSliceSnapshot(new("shop", "web-1")) { ServiceName = "web", Endpoints = endpoints.Length == 0 ? [Ready("n1")] : endpoints.ToValueArray() };
        var pool = new Pool(new("metallb-system", "blue"), LabelSet.Empty, [Prefix.Parse("192.0.2.0/24").Range]);
        var aliases = new CommunityAliases([new(new("metallb-system", "names"), [new("gold", "65000:7")])]);
        var scope = new BgpScope(new(new("", "n1")), new PoolSet([pool], []), advertisements, aliases, IgnoreExcludeLabel: false);
        return BgpPlanner.Plan(scope, [service], _ => new ServiceEndpoints([slice]), ["a", "b", "c"]);
    }

    private static BgpAdvertisementSpec Advertisement(string name) => new(new("metallb-system", name));

    private static ServiceSnapshot Service(string address) => new(Web) { IngressIps = [address] };
}
