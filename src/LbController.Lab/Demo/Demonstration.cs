using System.Diagnostics;
using System.Net;
using LbController.Lab.Backends;
using LbController.Lab.Cluster;
using LbController.Lab.Network;
using LbController.Lab.Processes;
using Spectre.Console;

namespace LbController.Lab.Demo;

/// <summary>The main job in front of the user, scene by scene; a scene that does not show what it promises throws.</summary>
internal sealed class Demonstration(RunningLab lab, DemoScreen screen, DemoReport report, CancellationToken cancel)
{
    private const string L2Service = "web-l2";
    private const string BgpService = "web-bgp";
    private const string L2Statuses = "/apis/metallb.io/v1beta1/servicel2statuses";
    private const string BgpStatuses = "/apis/metallb.io/v1beta1/servicebgpstatuses";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Stopwatch all = Stopwatch.StartNew();
    private string l2Address = "";
    private string bgpAddress = "";

    public async Task RunAsync()
    {
        await L2Async();
        await BgpAsync();
        await FailoverAsync();
        await WithdrawalAsync();
        report.Succeed();
    }

    private async Task L2Async()
    {
        screen.Scene("A Service gets an address, and one node answers for it (L2 mode)");
        var (address, allocated) = await ApplyAsync("l2.yaml", L2Service);
        l2Address = address;
        report.Pool("lan");
        report.Service(L2Service, address, allocated, "l2");
        screen.Seen($"Service {L2Service} has {address}", allocated);
        await KubectlAsync("get", "service", L2Service);
        await OwnerAsync(null);
        var (page, took) = await FetchAsync(lab.Plan.LanClient, address);
        screen.Seen($"a client on the nodes' network got the page from {page.Pod}: HTTP {page.Status}", took);
        var owner = await SeenOwnerAsync();
        var mac = await LabNetwork.MacAsync(owner, cancel);
        await KubectlAsync("get", "servicel2status", "-n", LabObjects.SystemNamespace);
        screen.Seen($"the client's ARP entry for {address} is {mac}: {owner.Name}");
        Owns(owner, mac);
        report.L2["arpSeen"] = true;
        report.L2["httpStatus"] = page.Status;
    }

    private async Task BgpAsync()
    {
        screen.Scene("The same by BGP: every node announces, the router spreads the traffic");
        var (address, allocated) = await ApplyAsync("bgp.yaml", BgpService);
        bgpAddress = address;
        report.Service(BgpService, address, allocated, "bgp");
        screen.Seen($"Service {BgpService} has {address}", allocated);
        var hops = await Eventually.ValueAsync(
            async () => await lab.Router.NextHopsAsync(address, cancel) is { } found && found.Count == lab.Plan.Nodes.Count ? found : null,
            Patience,
            $"the router has a route to {address} by each of {lab.Plan.Nodes.Count} nodes (vtysh --vty_socket {lab.Record.RouterFolder} -c 'show bgp summary')",
            cancel);
        screen.Command($"vtysh -c 'show ip route {address}/32'", await lab.Router.AskAsync($"show ip route {address}/32", cancel));
        screen.Seen($"the router forwards to {address} by {hops.Count} nodes: {string.Join(", ", hops)}");
        await Eventually.TrueAsync(
            async () => (await lab.Api.ListAsync(BgpStatuses, cancel)).Count == lab.Plan.Nodes.Count, Patience, "every node says in a ServiceBGPStatus that it announces", cancel);
        await KubectlAsync("get", "servicebgpstatus", "-n", LabObjects.SystemNamespace);
        var (page, took) = await FetchAsync(lab.Plan.RoutedClient, address);
        screen.Seen($"a client behind the router got the page from {page.Pod}: HTTP {page.Status}", took);
        report.Bgp["router"] = "frr";
        report.Bgp["routes"] = hops.Count;
        report.Bgp["httpStatus"] = page.Status;
    }

    private async Task FailoverAsync()
    {
        var owner = await SeenOwnerAsync();
        var mac = await LabNetwork.MacAsync(owner, cancel);
        Owns(owner, mac);
        screen.Scene($"The cable of {owner.Name}, which answers for {l2Address}, is cut");
        await using var probe = new PageProbe(lab.Plan.LanClient, new IPEndPoint(IPAddress.Parse(l2Address), 80));
        await Eventually.TrueAsync(() => Task.FromResult(probe.Silence < TimeSpan.FromMilliseconds(20)), Patience, $"{l2Address} answers one connection after another", cancel);
        var cutAt = 0L;
        await screen.LiveAsync(
            () => Picture(owner, cutAt, probe),
            async () =>
            {
                cutAt = Stopwatch.GetTimestamp();
                await lab.Network.SetLanCableAsync(owner, connected: false, cancel);
                await Eventually.TrueAsync(() => Task.FromResult(probe.OutageSince(cutAt) is not null), Patience, $"{l2Address} answers again after the cable of {owner.Name} was cut", cancel);
            });
        var outage = probe.OutageSince(cutAt)!.Value;
        var successor = await Eventually.ValueAsync(() => SuccessorAsync(mac), Patience, $"the client's ARP entry for {l2Address} names another node than {owner.Name}", cancel);
        var (page, _) = await FetchAsync(lab.Plan.LanClient, l2Address);
        screen.Seen($"{successor.Name} has taken over, HTTP {page.Status}; connections failed for", outage);
        report.L2["failoverMs"] = DemoReport.Milliseconds(outage);
        report.L2["newOwner"] = successor.Name;
        await OwnerAsync(owner);
        await KubectlAsync("get", "servicel2status", "-n", LabObjects.SystemNamespace);
        await lab.Network.SetLanCableAsync(owner, connected: true, cancel);
        screen.Seen($"the cable of {owner.Name} is mended");
    }

    private async Task WithdrawalAsync()
    {
        screen.Scene("A Service is deleted: its routes go");
        var deleted = Stopwatch.GetTimestamp();
        await lab.Api.DeleteAsync($"/api/v1/namespaces/default/services/{BgpService}", cancel);
        await Eventually.TrueAsync(async () => (await lab.Router.NextHopsAsync(bgpAddress, cancel)).Count == 0, Patience, $"the router has no route to {bgpAddress} any more", cancel);
        var took = Stopwatch.GetElapsedTime(deleted);
        screen.Seen($"the router has no route to {bgpAddress} any more", took);
        report.Bgp["withdrawnMs"] = DemoReport.Milliseconds(took);
        screen.Seen("all seen", all.Elapsed);
    }

    /// <summary>Applies a sample and measures until the Service has its address, from the last moment at which it was seen not to exist.</summary>
    private async Task<(string Address, TimeSpan Took)> ApplyAsync(string sample, string service)
    {
        var waiting = AddressAsync(service);
        await KubectlAsync("apply", "-f", Programs.Sample(sample));
        return await waiting;
    }

    private async Task<(string Address, TimeSpan Took)> AddressAsync(string service)
    {
        var path = $"/api/v1/namespaces/default/services/{service}";
        var since = Stopwatch.GetTimestamp();
        var address = await Eventually.ValueAsync(
            async () =>
            {
                var asked = Stopwatch.GetTimestamp();
                var found = await lab.Api.GetAsync(path, cancel);
                since = found is null ? asked : since;
                return (string?)found?["status"]?["loadBalancer"]?["ingress"]?[0]?["ip"];
            },
            Patience,
            $"Service default/{service} has an address (log of the controller: {lab.Record.Folder}/controller.log)",
            cancel,
            TimeSpan.FromMilliseconds(1));
        return (address, Stopwatch.GetElapsedTime(since));
    }

    /// <summary>Reports the owner. On a machine that is too busy a living node may be taken for dead between two scenes: then the owner is another one, which is told.</summary>
    private void Owns(NodePlan owner, string mac)
    {
        if ((string?)report.L2["owner"] is { } former && former != owner.Name)
        {
            screen.Seen($"meanwhile {owner.Name} has taken over from {former}");
        }

        report.L2["owner"] = owner.Name;
        report.L2["mac"] = mac;
    }

    /// <summary>The node that its ServiceL2Status and the client's ARP entry both name.</summary>
    private Task<NodePlan> SeenOwnerAsync() => Eventually.ValueAsync(
        async () =>
        {
            var owner = await OwnerAsync(null);
            return await LabNetwork.MacAsync(owner, cancel) == await LabNetwork.NeighbourAsync(lab.Plan.LanClient, l2Address, cancel) ? owner : null;
        },
        Patience,
        $"the client's ARP entry for {l2Address} is that of the node that says it announces it",
        cancel);

    /// <summary>The one node whose ServiceL2Status says that it announces, once that is not <paramref name="former"/>.</summary>
    private async Task<NodePlan> OwnerAsync(NodePlan? former)
    {
        var name = await Eventually.ValueAsync(
            async () => await lab.Api.ListAsync(L2Statuses, cancel) is [var only] && (string?)only["status"]?["node"] is { } node && node != former?.Name ? node : null,
            Patience,
            $"one ServiceL2Status names the node that announces {l2Address}{(former is null ? "" : $", and not {former.Name}")}",
            cancel);
        return lab.Plan.Nodes.Single(node => node.Name == name);
    }

    private async Task<NodePlan?> SuccessorAsync(string formerMac)
    {
        var now = await LabNetwork.NeighbourAsync(lab.Plan.LanClient, l2Address, cancel);
        if (now is null || now == formerMac)
        {
            return null;
        }

        foreach (var node in lab.Plan.Nodes)
        {
            if (await LabNetwork.MacAsync(node, cancel) == now)
            {
                return node;
            }
        }

        return null;
    }

    private async Task<(Page Page, TimeSpan Took)> FetchAsync(string client, string address)
    {
        var watch = Stopwatch.StartNew();
        var page = await Eventually.ValueAsync(() => Page.FetchAsync(client, $"http://{address}", cancel), Patience, $"curl in {client} gets a page from http://{address}", cancel);
        Expect(page.Status == (int)HttpStatusCode.OK, $"http://{address} answered {page.Status}, expected 200");
        return (page, watch.Elapsed);
    }

    private async Task KubectlAsync(params string[] arguments)
    {
        var output = await Tool.RunAsync(Programs.Kubectl, ["--kubeconfig", lab.Record.Kubeconfig, .. arguments], cancel);
        screen.Command("kubectl " + string.Join(' ', arguments), output);
    }

    private Table Picture(NodePlan owner, long cutAt, PageProbe probe)
    {
        var outage = cutAt == 0 ? null : probe.OutageSince(cutAt);
        var table = new Table().AddColumns("node", "cable", "client");
        foreach (var node in lab.Plan.Nodes)
        {
            table.AddRow(node.Name, node == owner && cutAt != 0 ? "[red]cut[/]" : "[green]whole[/]", "");
        }

        var client = outage is { } time ? $"[green]answered again after {DemoScreen.Text(time)}[/]" : $"last answer {DemoScreen.Text(probe.Silence)} ago";
        return table.AddRow("", "", client);
    }

    private static void Expect(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new LabException($"Not as expected: {otherwise}.");
        }
    }
}
