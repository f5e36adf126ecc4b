using LbController.Lab.Processes;

namespace LbController.Interop.Tests.Bgp;

/// <summary>The speaker is killed and comes back: what routers keep meanwhile, in their own tables.</summary>
[Collection(BgpCollection.Name)]
public sealed class RestartTests(BgpLab lab)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>After the restart time of two seconds routes are stale ones for six hours (RFC 9494), which their community says.</summary>
    [Fact]
    public async Task Long_lived_stale_routes_are_kept_as_such_until_the_speaker_is_back()
    {
        var routers = lab.Routers.Where(router => router.Case.Extra == "llgr").ToList();
        foreach (var router in routers)
        {
            await Eventually.TrueAsync(async () => await HasAsync(router, isStale: false), BgpLab.Patience, $"{router.Case} has the route", Cancel);
        }

        await lab.StopSpeakerAsync(kill: true);
        try
        {
            foreach (var router in routers)
            {
                await Eventually.TrueAsync(async () => await HasAsync(router, isStale: true), BgpLab.Patience, $"{router.Case} keeps the route as a stale one", Cancel);
            }
        }
        finally
        {
            lab.StartSpeaker();
        }

        foreach (var router in routers)
        {
            await Eventually.TrueAsync(async () => await HasAsync(router, isStale: false), BgpLab.Patience, $"{router.Case} has the route afresh", Cancel);
        }
    }

    private static async Task<bool> HasAsync(RouterSide router, bool isStale)
    {
        var route = await router.RouteAsync(BgpObjects.Ipv4, Cancel);
        string[] marks = ["65535,6)", "llgr-stale", "4294901766"];
        return route.Length > 0 && isStale == marks.Any(mark => route.Contains(mark, StringComparison.Ordinal));
    }
}
