using System.Diagnostics;
using System.Net;
using LbController.Lab.Backends;
using LbController.Lab.Demo;
using LbController.Lab.Network;
using LbController.Lab.Processes;
using static LbController.Interop.Tests.Lab.LabFixture;

namespace LbController.Interop.Tests.Lab;

/// <summary>The main job on a real network stack: real frames, a real router, real kubectl.</summary>
[Collection(LabCollection.Name)]
public sealed class MainJobTests(LabFixture fixture)
{
    private const string L2Service = "web-l2";
    private const string BgpService = "web-bgp";

    [Fact]
    public async Task A_client_on_the_segment_gets_the_page_and_learns_the_MAC_of_the_owner()
    {
        var address = await fixture.AddressOfAsync(L2Service);
        var owner = await fixture.OwnerAsync(L2Service);
        var page = await PageAsync(fixture.Lab.Plan.LanClient, address);
        Assert.Equal(200, page.Status);
        Assert.Equal(await LabNetwork.MacAsync(owner, Cancel), await LabNetwork.NeighbourAsync(fixture.Lab.Plan.LanClient, address, Cancel));
    }

    [Fact]
    public async Task One_node_alone_answers_ARP_for_an_address()
    {
        var address = await fixture.AddressOfAsync(L2Service);
        await fixture.OwnerAsync(L2Service);
        var asked = await Tool.TryRunAsync("ip", ["netns", "exec", fixture.Lab.Plan.LanClient, "arping", "-c", "3", "-I", "eth0", address], Cancel);
        var macs = asked.Output.Split('\n').Where(line => line.Contains("from", StringComparison.Ordinal)).Select(MacIn).OfType<string>().Distinct().ToList();
        Assert.True(macs.Count == 1, asked.Output + asked.Error);
    }

    [Fact]
    public async Task Nobody_answers_for_an_address_of_the_pool_that_no_Service_has()
    {
        await fixture.OwnerAsync(L2Service);
        var asked = await Tool.TryRunAsync("ip", ["netns", "exec", fixture.Lab.Plan.LanClient, "arping", "-c", "2", "-w", "2", "-I", "eth0", "10.77.0.219"], Cancel);
        Assert.NotEqual(0, asked.ExitCode);
    }

    [Fact]
    public async Task The_router_spreads_over_three_nodes_and_a_client_behind_it_gets_the_page()
    {
        var address = await fixture.AddressOfAsync(BgpService);
        Assert.Equal(fixture.Lab.Plan.Nodes.Select(node => node.LanAddress), await HopsAsync(address, 3));
        Assert.Equal(200, (await PageAsync(fixture.Lab.Plan.RoutedClient, address)).Status);
        await Eventually.TrueAsync(
            async () => (await fixture.AnnouncersAsync("servicebgpstatuses", BgpService)).SequenceEqual(["n1", "n2", "n3"]), Patience, "three ServiceBGPStatus objects", Cancel);
    }

    [Fact]
    public async Task A_deleted_Service_is_withdrawn()
    {
        await fixture.ApplyAsync(BgpManifest("gone"));
        var address = await fixture.AddressOfAsync("gone");
        await HopsAsync(address, 3);
        await fixture.KubectlAsync("delete", "service", "gone");
        await HopsAsync(address, 0);
        Assert.Equal(3, (await HopsAsync(await fixture.AddressOfAsync(BgpService), 3)).Count);
    }

    [Fact]
    public async Task The_address_moves_within_two_seconds_when_the_cable_of_the_owner_is_cut()
    {
        var address = await fixture.AddressOfAsync(L2Service);
        var owner = await fixture.OwnerAsync(L2Service);
        await PageAsync(fixture.Lab.Plan.LanClient, address);
        await using var probe = new PageProbe(fixture.Lab.Plan.LanClient, new IPEndPoint(IPAddress.Parse(address), 80));
        await Eventually.TrueAsync(() => Task.FromResult(probe.Silence < TimeSpan.FromMilliseconds(20)), Patience, "answers", Cancel);
        var cutAt = Stopwatch.GetTimestamp();
        try
        {
            await fixture.Lab.Network.SetLanCableAsync(owner, connected: false, Cancel);
            await Eventually.TrueAsync(() => Task.FromResult(probe.OutageSince(cutAt) is not null), Patience, $"{address} answers again", Cancel);
            Assert.InRange(probe.OutageSince(cutAt)!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        }
        finally
        {
            await fixture.Lab.Network.SetLanCableAsync(owner, connected: true, CancellationToken.None);
        }
    }

    [Theory]
    [InlineData("controller")]
    [InlineData("speaker-n1")]
    public async Task A_killed_daemon_that_the_kubelet_starts_again_ends_in_the_same_state(string name)
    {
        var l2 = await fixture.AddressOfAsync(L2Service);
        var bgp = await fixture.AddressOfAsync(BgpService);
        await HopsAsync(bgp, 3);
        await fixture.Lab.Chart.KillAsync(name, Cancel);
        await fixture.ApplyAsync(BgpManifest($"after-{name}"));
        await fixture.Lab.Chart.ReadyAsync(Cancel);
        await HopsAsync(await fixture.AddressOfAsync($"after-{name}"), 3);
        await HopsAsync(bgp, 3);
        Assert.Equal((l2, bgp), (await fixture.AddressOfAsync(L2Service), await fixture.AddressOfAsync(BgpService)));
        await fixture.OwnerAsync(L2Service);
        Assert.Equal(200, (await PageAsync(fixture.Lab.Plan.LanClient, l2)).Status);
        await fixture.KubectlAsync("delete", "service", $"after-{name}");
    }

    private static Task<Page> PageAsync(string client, string address) =>
        Eventually.ValueAsync(() => Page.FetchAsync(client, $"http://{address}", Cancel), Patience, $"a page from {address}", Cancel);

    private Task<IReadOnlyList<string>> HopsAsync(string address, int count) => Eventually.ValueAsync(
        async () => await fixture.Lab.Router.NextHopsAsync(address, Cancel) is { } hops && hops.Count == count ? hops : null, Patience, $"{count} next hops to {address}", Cancel);

    private static string BgpManifest(string name) => $$"""
        apiVersion: v1
        kind: Service
        metadata:
          name: {{name}}
          annotations: {metallb.io/address-pool: routed}
        spec:
          type: LoadBalancer
          selector: {app: web}
          ports: [{port: 80, targetPort: http}]
        """;

    private static string? MacIn(string line)
    {
        var open = line.IndexOf('[', StringComparison.Ordinal);
        var close = line.IndexOf(']', StringComparison.Ordinal);
        return open >= 0 && close > open ? line[(open + 1)..close] : line.Split(' ').FirstOrDefault(word => word.Count(letter => letter == ':') == 5);
    }
}
