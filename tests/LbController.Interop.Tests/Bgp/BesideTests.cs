using System.Text.Json.Nodes;
using LbController.Lab.Processes;

namespace LbController.Interop.Tests.Bgp;

/// <summary>A CNI's daemon on the node has a session with the same router: a second address lets both live, and without one it is said what is wrong.</summary>
[Collection(BgpCollection.Name)]
public sealed class BesideTests(BgpLab lab)
{
    private const string Theirs = "10.97.0.0/24";
    private const string States = "/apis/lbcontroller.dev/v1beta1/namespaces/metallb-system/bgpsessionstates";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_a_second_source_address_both_sessions_stand_and_from_the_first_the_words_name_the_way_out()
    {
        var router = lab.Routers.Single(router => router.Case.Extra == "beside");
        await lab.StartBesideAsync(router.Case);
        foreach (var prefix in new[] { Theirs, BgpObjects.Ipv4 })
        {
            await Eventually.TrueAsync(async () => (await router.RouteAsync(prefix, Cancel)).Length > 0, BgpLab.Patience, $"{prefix} at {router.Case}", Cancel);
        }

        await lab.Api.MergeAsync($"{BgpLab.Peers}/{router.Case.Name}", new JsonObject { ["spec"] = new JsonObject { ["sourceAddress"] = router.Case.Ours(false) } }, Cancel);
        await Eventually.TrueAsync(
            async () => (await lab.Api.ListAsync(States, Cancel)).Any(item => (string?)item["status"]?["peer"] == router.Case.Name
                && ((string?)item["status"]?["lastError"])?.Contains("or a session with that address already", StringComparison.Ordinal) == true),
            BgpLab.Patience,
            "the state of the second session says what may be wrong",
            Cancel);
        Assert.NotEmpty(await router.RouteAsync(Theirs, Cancel));
        await lab.Api.MergeAsync($"{BgpLab.Peers}/{router.Case.Name}", new JsonObject { ["spec"] = new JsonObject { ["sourceAddress"] = router.Case.Second } }, Cancel);
    }
}
