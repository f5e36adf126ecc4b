using System.Net;
using System.Text.Json.Nodes;
using LbController.Lab;
using LbController.Lab.Cluster;
using LbController.Lab.Demo;
using LbController.Lab.Network;
using LbController.Lab.Processes;

namespace LbController.Interop.Tests.Migration;

/// <summary>
/// A cluster as MetalLB leaves it: objects, statuses, annotations of both prefixes, a BGPPeer of the old version, its webhook, and a node that answers
/// for an address. The chart is installed, that node falls silent; every address is what it was, and a client waits for no longer than a retransmission or two of TCP.
/// </summary>
[Collection(MigrationCollection.Name)]
public sealed class TakeOverTests
{
    private const string Held = "10.77.0.215";
    private const string Routed = "10.90.0.77";
    private const string Shared = "10.77.0.216";

    /// <summary>Seen: 0.84 s, while the client learns the new owner.</summary>
    private static readonly TimeSpan Bearable = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_address_stays_and_a_client_is_answered_again_at_once()
    {
        await using var lab = await RunningLab.StartNetworkAsync("lbm-", Cancel);
        await lab.StartApiAsync(Cancel);
        await LeaveAsMetalLbAsync(lab);
        var before = await AddressesAsync(lab);

        // MetalLB's speaker on n1, as the wire sees it: ARP is answered with the hardware address of the node.
        await IpAsync(lab.Plan.Nodes[0], "add");
        await using var probe = new PageProbe(lab.Plan.LanClient, new IPEndPoint(IPAddress.Parse(Held), 80));
        await Eventually.TrueAsync(() => Task.FromResult(probe.Silence < TimeSpan.FromMilliseconds(50)), Patience, "the client is answered before the take-over", Cancel);

        var check = await CheckAsync(lab);
        Assert.Equal(3, check.ExitCode);
        Assert.Contains("metallb-webhook-configuration", check.Output, StringComparison.Ordinal);
        Assert.Equal(("3", "0"), Counts(check.Output));
        await KubectlAsync(lab, "delete", "validatingwebhookconfiguration", "metallb-webhook-configuration");

        await lab.InstallAsync(Cancel);
        await Eventually.TrueAsync(async () => (await OwnersAsync(lab)).Count == 1, Patience, "one of our speakers announces the address", Cancel);
        await IpAsync(lab.Plan.Nodes[0], "del");
        await Eventually.TrueAsync(async () => (await lab.Router.NextHopsAsync(Routed, Cancel)).Count > 0, Patience, "the router has the route", Cancel);
        await Eventually.TrueAsync(() => Task.FromResult(probe.Silence < TimeSpan.FromMilliseconds(50)), Patience, "the client is answered after the take-over", Cancel);

        Assert.Equal(before, await AddressesAsync(lab));
        Assert.InRange(probe.LongestOutage, TimeSpan.Zero, Bearable);
        TestContext.Current.SendDiagnosticMessage("probes {0}, unanswered {1}, longest outage {2} ms", probe.Tries, probe.Unanswered, probe.LongestOutage.TotalMilliseconds);

        // Our own webhook is none of MetalLB's, and what its speakers have said of themselves is gone.
        var after = await CheckAsync(lab);
        Assert.DoesNotContain("ValidatingWebhookConfiguration", after.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(await lab.Api.ListAsync("/apis/metallb.io/v1beta1/servicel2statuses", Cancel), status => (string?)status["metadata"]?["name"] == "l2-of-metallb");
    }

    private static async Task LeaveAsMetalLbAsync(RunningLab lab)
    {
        await KubectlAsync(lab, "apply", "-f", Path.Combine(Programs.Root, "tests", "testdata", "migration", "objects.yaml"));
        foreach (var (service, address) in new[] { ("held", Held), ("routed", Routed), ("shared", Shared) })
        {
            await lab.Api.MergeAsync($"/api/v1/namespaces/default/services/{service}/status", new JsonObject { ["status"] = new JsonObject { ["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(new JsonObject { ["ip"] = address }) } } }, Cancel);
        }

        await lab.Api.MergeAsync("/apis/metallb.io/v1beta1/namespaces/metallb-system/servicel2statuses/l2-of-metallb/status", new JsonObject { ["status"] = new JsonObject { ["node"] = "n1", ["serviceName"] = "held", ["serviceNamespace"] = "default" } }, Cancel);
    }

    private static async Task<List<string>> AddressesAsync(RunningLab lab) =>
    [
        .. (await lab.Api.ListAsync("/api/v1/namespaces/default/services", Cancel))
            .Where(service => (string?)service["spec"]?["type"] == "LoadBalancer")
            .Select(service => $"{service["metadata"]!["name"]} {service["status"]?["loadBalancer"]?["ingress"]?[0]?["ip"]}")
            .Order(StringComparer.Ordinal),
    ];

    private static async Task<List<string>> OwnersAsync(RunningLab lab) =>
    [
        .. (await lab.Api.ListAsync("/apis/metallb.io/v1beta1/servicel2statuses", Cancel))
            .Where(status => (string?)status["status"]?["serviceName"] == "held" && (string?)status["metadata"]?["name"] != "l2-of-metallb")
            .Select(status => (string)status["status"]!["node"]!),
    ];

    private static (string Kept, string Another) Counts(string report)
    {
        var row = JsonNode.Parse(report)!["services"]![0]!;
        return ($"{row["keepIt"]}", $"{row["getAnother"]}");
    }

    private static Task<ToolResult> CheckAsync(RunningLab lab) =>
        Tool.TryRunAsync(Path.Combine(AppContext.BaseDirectory, "kubectl-lb"), ["migrate", "check", "--kubeconfig", lab.Record.Kubeconfig, "-o", "json"], Cancel);

    private static Task<string> KubectlAsync(RunningLab lab, params string[] arguments) => Tool.RunAsync(Programs.Kubectl, ["--kubeconfig", lab.Record.Kubeconfig, .. arguments], Cancel);

    private static Task<string> IpAsync(NodePlan node, string verb) => Tool.RunAsync("ip", ["-n", node.Namespace, "addr", verb, $"{Held}/32", "dev", "eth0"], Cancel);
}
