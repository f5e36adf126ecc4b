using LbController.Lab.Processes;

namespace LbController.Interop.Tests.Bgp;

/// <summary>Every cell asks the other side's own table.</summary>
[Collection(BgpCollection.Name)]
public sealed class BgpMatrixTests(BgpLab lab)
{
    public static TheoryData<RouterCase> Cases => [.. RouterCases.All];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_router_has_the_routes_with_next_hop_and_communities(RouterCase at)
    {
        var router = lab.Routers.Single(router => router.Case == at);
        if (at.HasIpv4)
        {
            await HasAsync(router, BgpObjects.Ipv4, at.NextHop(ipv6: false));
        }

        if (at.HasIpv6)
        {
            await HasAsync(router, BgpObjects.Ipv6, at.NextHop(ipv6: true));
        }
    }

    private static async Task HasAsync(RouterSide router, string prefix, string nextHop)
    {
        var cancel = TestContext.Current.CancellationToken;
        var route = await Eventually.ValueAsync(
            async () => await router.RouteAsync(prefix, cancel) is { Length: > 0 } found ? found : null, BgpLab.Patience, $"{prefix} at {router.Case}", cancel);
        Assert.Contains(nextHop, route, StringComparison.Ordinal);
        Assert.Matches(router.Case.Daemon switch
        {
            "bird" => @"community: \(65000,100\)[\s\S]*large_community: \(65000, 1, 2\)",
            "gobgp" => @"""communities"":\[4259840100\][\s\S]*""ASN"":65000",
            "exabgp" => @"""community"":\[\[65000,100\]\][\s\S]*\[65000,1,2\]|\[65000,1,2\][\s\S]*""community""",
            _ => @"65000:100[\s\S]*65000:1:2",
        }, route);
    }
}
