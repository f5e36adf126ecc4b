using LbController.Lab.Processes;

namespace LbController.Interop.Tests.Bgp;

/// <summary>BFD with the daemons of FRR and BIRD, over one hop and over many.</summary>
[Collection(BgpCollection.Name)]
public sealed class BfdTests(BgpLab lab)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<RouterCase> Cases => [.. RouterCases.All.Where(at => at.HasBfd)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_session_is_up_on_the_routers_side(RouterCase at)
    {
        var router = lab.Routers.Single(router => router.Case == at);
        await Eventually.TrueAsync(async () => await router.BfdStateAsync(Cancel) == "up", BgpLab.Patience, $"BFD is up at {at}", Cancel);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_router_that_falls_silent_is_told_within_the_detection_time_and_comes_back(RouterCase at)
    {
        var router = lab.Routers.Single(router => router.Case == at);
        await Eventually.TrueAsync(async () => await router.BfdStateAsync(Cancel) == "up", BgpLab.Patience, $"BFD is up at {at}", Cancel);

        // By then both ends have left the slow rate of the beginning, with which the detection time would be seconds.
        await Eventually.TrueAsync(async () => await router.RouteAsync(BgpObjects.Ipv4, Cancel) is { Length: > 0 }, BgpLab.Patience, $"{at} has the route", Cancel);
        var told = lab.EventAsync(at.Name, "BFD has heard nothing for 150 ms");
        var daemon = router.Daemons.Single(process => process.Name.EndsWith(at.Daemon == "bird" ? "-bird" : "-bfdd", StringComparison.Ordinal));
        BgpLab.Signal(daemon, "STOP");
        try
        {
            await told;
        }
        finally
        {
            BgpLab.Signal(daemon, "CONT");
        }

        await Eventually.TrueAsync(async () => await router.BfdStateAsync(Cancel) == "up", BgpLab.Patience, $"BFD is up again at {at}", Cancel);
        await Eventually.TrueAsync(async () => await router.RouteAsync(BgpObjects.Ipv4, Cancel) is { Length: > 0 }, BgpLab.Patience, $"{at} has the route again", Cancel);
    }
}
