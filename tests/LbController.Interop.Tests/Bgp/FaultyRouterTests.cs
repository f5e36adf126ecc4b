using System.Text;
using System.Text.Json.Nodes;
using LbController.Lab.Processes;

namespace LbController.Interop.Tests.Bgp;

/// <summary>Routers that are wrong, silent or hostile: the right NOTIFICATION, and the right words in BGPSessionState.</summary>
[Collection(BgpCollection.Name)]
public sealed class FaultyRouterTests(BgpLab lab)
{
    private const int TheirAs = 65200;
    private const string States = "/apis/lbcontroller.dev/v1beta1/namespaces/metallb-system/bgpsessionstates";
    private static readonly byte[] Ipv4 = [1, 4, 0, 1, 0, 1];
    private static readonly byte[] Ipv6 = [1, 4, 0, 2, 0, 1];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, byte[], string, string> Faults => new()
    {
        { "another AS", ScriptedRouter.Open(65299, 90, Ipv4), "2/2", "the peer says that its AS is 65299, configured is 65200" },
        { "another family", ScriptedRouter.Open(TheirAs, 90, Ipv6), "2/7", "the peer offers ipv6-unicast, we need ipv4-unicast" },
        { "a hold time of one second", ScriptedRouter.Open(TheirAs, 1, Ipv4), "2/6", "hold time of 1 s" },
        { "silence once the session stands", [.. ScriptedRouter.Open(TheirAs, 3, Ipv4), .. ScriptedRouter.Message(4)], "4/0", "nothing heard from the peer for the hold time in Established" },
        { "another protocol", Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"), "1/1", "marker" },
        { "a length of zero", [.. Enumerable.Repeat((byte)0xff, 16), 0, 0, 1], "1/2", "cannot be 0 octets long" },
        { "an unknown type", ScriptedRouter.Message(77), "1/3", "type" },
        { "an UPDATE before the OPEN", ScriptedRouter.Message(2, 0, 0, 0, 0), "5/1", "unexpected UpdateMessage in OpenSent" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_answered_by_its_number_and_told_in_words(string because, byte[] says, string number, string words)
    {
        var at = lab.NextFarAddress();
        using var router = new ScriptedRouter(at.Namespace, at.Address, says);
        await lab.Api.CreateAsync(BgpLab.Peers, Peer(at.Name, at.Address), Cancel);
        await SaysAsync(at.Name, words);
        await Eventually.TrueAsync(() => Task.FromResult(router.Notifications.Contains(number)), BgpLab.Patience, $"{because} is answered with {number}", Cancel);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_told()
    {
        var at = lab.NextFarAddress();
        await lab.Api.CreateAsync(BgpLab.Peers, Peer(at.Name, at.Address), Cancel);
        await SaysAsync(at.Name, "Connection refused");
    }

    [Fact]
    public async Task A_password_that_the_router_does_not_have_is_thought_of()
    {
        var at = lab.NextFarAddress();
        using var router = new ScriptedRouter(at.Namespace, at.Address, []);
        var peer = Peer(at.Name, at.Address);
        peer["spec"]!["password"] = "only-ours";
        await lab.Api.CreateAsync(BgpLab.Peers, peer, Cancel);
        await SaysAsync(at.Name, "its password is another one");
    }

    [Fact]
    public async Task A_capability_that_the_router_refuses_is_left_out_the_next_time()
    {
        var at = lab.NextFarAddress();
        const byte routeRefresh = 2;
        using var router = new ScriptedRouter(at.Namespace, at.Address, ScriptedRouter.Message(3, 2, 7, routeRefresh, 0));
        await lab.Api.CreateAsync(BgpLab.Peers, Peer(at.Name, at.Address), Cancel);
        await SaysAsync(at.Name, "unsupported capability (2/7)");
        await Eventually.TrueAsync(() => Task.FromResult(router.Opens.Count > 1), BgpLab.Patience, "a second OPEN", Cancel);
        Assert.Equal((true, false), (Offers(router.Opens[0], routeRefresh), Offers(router.Opens[^1], routeRefresh)));
    }

    [Fact]
    public async Task A_router_that_restarts_gets_its_routes_again()
    {
        var router = lab.Routers.First(router => router.Case is { Daemon: "bird", Families: "v4", Extra: "hold3" });
        await lab.StopAsync(router.Daemons[0]);
        await SaysAsync(router.Case.Name, "connection lost in Established");
        router.Daemons.Clear();
        await router.StartAsync(Cancel);
        await Eventually.TrueAsync(async () => await router.RouteAsync(BgpObjects.Ipv4, Cancel) is { Length: > 0 }, BgpLab.Patience, "the route is there again", Cancel);
    }

    private static JsonObject Peer(string name, string address) => BgpLab.Object("metallb.io/v1beta2", "BGPPeer", name, new JsonObject
    {
        ["myASN"] = RouterCase.OurAs,
        ["peerASN"] = TheirAs,
        ["peerAddress"] = address,
        ["peerPort"] = ScriptedRouter.Port,
        ["connectTime"] = "2s",
    });

    private Task SaysAsync(string peer, string words) => Eventually.TrueAsync(
        async () => (await lab.Api.ListAsync(States, Cancel)).Any(item =>
            (string?)item["status"]?["peer"] == peer && ((string?)item["status"]?["lastError"])?.Contains(words, StringComparison.OrdinalIgnoreCase) == true),
        BgpLab.Patience,
        $"the state of {peer} says '{words}'",
        Cancel);

    /// <summary>Capabilities begin after the fixed part of 29 octets: parameter type, length, then code, length, value.</summary>
    private static bool Offers(byte[] open, byte code)
    {
        for (var at = 29; at + 2 <= open.Length; at += 2 + open[at + 1])
        {
            var end = at + 2 + open[at + 1];
            for (var capability = at + 2; capability + 2 <= end; capability += 2 + open[capability + 1])
            {
                if (open[capability] == code)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
