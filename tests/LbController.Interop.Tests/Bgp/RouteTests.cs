using LbController.Lab.Processes;

namespace LbController.Interop.Tests.Bgp;

/// <summary>Which routes there are, and that a router gets them again when it asks.</summary>
[Collection(BgpCollection.Name)]
public sealed class RouteTests(BgpLab lab)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Daemons => ["frr", "bird"];

    [Theory]
    [InlineData("frr")]
    [InlineData("bird")]
    [InlineData("gobgp")]
    [InlineData("exabgp")]
    public async Task Beside_an_aggregate_a_Local_Service_has_its_host_route(string daemon)
    {
        var router = RouterOf(daemon);
        foreach (var prefix in new[] { BgpObjects.Aggregate, BgpObjects.Aggregated })
        {
            await Eventually.TrueAsync(async () => (await router.RouteAsync(prefix, Cancel)).Length > 0, BgpLab.Patience, $"{prefix} at {router.Case}", Cancel);
        }
    }

    [Theory]
    [MemberData(nameof(Daemons))]
    public async Task A_router_that_asks_for_a_refresh_hears_all_routes_again(string daemon)
    {
        var router = RouterOf(daemon);
        await Eventually.TrueAsync(async () => (await router.RouteAsync(BgpObjects.Ipv4, Cancel)).Length > 0, BgpLab.Patience, $"{router.Case} has the route", Cancel);
        var before = await router.RoutesHeardAsync(Cancel);
        await router.RefreshAsync(Cancel);
        await Eventually.TrueAsync(async () => await router.RoutesHeardAsync(Cancel) > before, BgpLab.Patience, $"{router.Case} hears more than {before} again", Cancel);
        Assert.NotEmpty(await router.RouteAsync(BgpObjects.Ipv4, Cancel));
    }

    private RouterSide RouterOf(string daemon) => lab.Routers.First(router => router.Case.Daemon == daemon && router.Case is { Families: "v4", Kind: "ebgp", HasBfd: false } or { Kind: "multihop", HasBfd: false, Daemon: "gobgp" });
}
