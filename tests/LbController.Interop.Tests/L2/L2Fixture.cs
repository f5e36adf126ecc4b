using System.Text.Json.Nodes;
using LbController.Interop.Tests.Lab;
using LbController.Lab;
using LbController.Lab.Bench;
using LbController.Lab.Bench.L2;
using LbController.Lab.Cluster;
using LbController.Lab.Network;
using LbController.Lab.Processes;

namespace LbController.Interop.Tests.L2;

/// <summary>
/// A lab of three nodes with one dual-stack Service. Every node answers its probes (UDP) and pages (TCP, port 80, IPv6) itself, so that
/// neither kube-proxy nor a Pod is in the way.
/// </summary>
public sealed class L2Fixture : IAsyncLifetime
{
    private const string Pools = $"/apis/metallb.io/v1beta1/namespaces/{LabObjects.SystemNamespace}/ipaddresspools";
    private const string Services = "/api/v1/namespaces/default/services";

    /// <summary>So long a dispute that an earlier test brought about may still stand.</summary>
    private static readonly TimeSpan LongestDispute = TimeSpan.FromSeconds(30);

    private readonly List<IDisposable> servers = [];

    internal RunningLab Lab { get; private set; } = null!;

    /// <summary>The IPv4 address of the Service <c>web</c>.</summary>
    internal string Vip { get; private set; } = "";

    /// <summary>Its IPv6 address.</summary>
    internal string Vip6 { get; private set; } = "";

    internal string Client => Lab.Plan.LanClient;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Lab = await RunningLab.StartNetworkAsync("lbf-", Cancel);
        try
        {
            Lab.SpeakerArguments = node => ["--state-dir", Path.Combine(Lab.Record.Folder, "state-" + node.Name), "--l2-check-every", "2", "--l2-rebalance-after", "100000", .. SpeakerFigures.InTheOpen];
            foreach (var node in Lab.Plan.Nodes)
            {
                servers.Add(new EchoServer(node.Namespace));
                servers.Add(new PageServer(node.Namespace, node.Name));
                await InAsync(node.Namespace, "nft", [
                    $"add table ip echo; add chain ip echo pre {{ type nat hook prerouting priority -101; }}; add rule ip echo pre udp dport {EchoServer.Port} redirect",
                    $"; add table ip6 page; add chain ip6 page pre {{ type nat hook prerouting priority -101; }}; add rule ip6 page pre tcp dport 80 redirect to :{PageServer.Port}",
                ]);
            }

            await Lab.StartApiAsync(Cancel);
            Lab.StartDaemons();
            await Lab.DaemonsReadyAsync(Cancel);
            await CreatePoolAsync("lan", "10.77.0.200-10.77.0.209", "fd77::200-fd77::209");
            await CreateServiceAsync("web", "lan", "RequireDualStack");
            (Vip, Vip6) = (await AddressAsync("web", isIpv6: false), await AddressAsync("web", isIpv6: true));
        }
        catch
        {
            await Lab.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        servers.ForEach(server => server.Dispose());
        await Lab.DisposeAsync();
    }

    internal async Task CreatePoolAsync(string name, params string[] addresses)
    {
        await Lab.Api.CreateAsync(Pools, new JsonObject
        {
            ["apiVersion"] = "metallb.io/v1beta1",
            ["kind"] = "IPAddressPool",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = LabObjects.SystemNamespace },
            ["spec"] = new JsonObject { ["addresses"] = new JsonArray([.. addresses.Select(text => JsonValue.Create(text))]), ["autoAssign"] = false },
        }, Cancel);
        await Lab.Api.CreateAsync(BenchObjects.Advertisements, BenchObjects.Advertisement(name), Cancel);
    }

    internal Task CreateServiceAsync(string name, string pool, string policy)
    {
        var service = BenchObjects.Service(name, pool);
        service["spec"]!["ipFamilyPolicy"] = policy;
        return Lab.Api.CreateAsync(Services, service, Cancel);
    }

    internal Task<JsonNode?> ServiceAsync(string name) => Lab.Api.GetAsync($"{Services}/{name}", Cancel);

    internal Task<string> AddressAsync(string service, bool isIpv6) => Eventually.ValueAsync(
        async () => (await ServiceAsync(service))?["status"]?["loadBalancer"]?["ingress"]?.AsArray()
            .Select(ingress => (string?)ingress?["ip"])
            .FirstOrDefault(ip => ip is not null && ip.Contains(':', StringComparison.Ordinal) == isIpv6),
        LabFixture.Patience,
        $"{service} has an address",
        Cancel);

    /// <summary>Waits until the condition <c>lbcontroller.dev/Announced</c> has this reason; its message.</summary>
    internal Task<string> ConditionAsync(string service, string reason) => Eventually.ValueAsync(
        async () => (await ServiceAsync(service))?["status"]?["conditions"]?.AsArray()
            .Where(condition => (string?)condition?["type"] == "lbcontroller.dev/Announced" && (string?)condition["reason"] == reason)
            .Select(condition => (string?)condition!["message"])
            .FirstOrDefault(),
        LabFixture.Patience + LongestDispute,
        $"{service} says {reason}",
        Cancel);

    /// <summary>Who answers for the IPv4 address, by name; waits until it is exactly one.</summary>
    internal async Task<NodePlan> OwnerAsync()
    {
        var found = default(NodePlan);
        await Eventually.TrueAsync(async () => (found = (await AnswerersAsync()) is [var only] ? only : null) is not null, LabFixture.Patience, $"one node answers for {Vip}", Cancel);
        return found!;
    }

    /// <summary>All nodes that answer three questions for the IPv4 address.</summary>
    internal async Task<List<NodePlan>> AnswerersAsync()
    {
        var heard = (await Tool.TryRunAsync("ip", ["netns", "exec", Client, "arping", "-c", "2", "-w", "1", "-I", "eth0", Vip], Cancel)).Output;
        var answerers = new List<NodePlan>();
        foreach (var node in Lab.Plan.Nodes)
        {
            if (heard.Contains(await LabNetwork.MacAsync(node, Cancel), StringComparison.OrdinalIgnoreCase))
            {
                answerers.Add(node);
            }
        }

        return answerers;
    }

    /// <summary>The sum over all nodes of the metrics that begin so.</summary>
    internal async Task<double> SumAsync(string beginning)
    {
        var sum = 0.0;
        foreach (var node in Lab.Plan.Nodes)
        {
            sum += (await SpeakerFigures.ReadAsync(node.Namespace, beginning, Cancel)).Sum(figure => figure.Value);
        }

        return sum;
    }

    /// <summary>Why addresses have changed their owner so far, of all nodes.</summary>
    internal async Task<string> ChangesAsync()
    {
        var told = new List<string>();
        foreach (var node in Lab.Plan.Nodes)
        {
            told.AddRange((await SpeakerFigures.ReadAsync(node.Namespace, "lbcontroller_layer2_ownership_changes_total", Cancel)).Select(figure => $"{node.Name} {figure.Series[44..]} {figure.Value}"));
        }

        return string.Join('\n', told);
    }

    internal LabProcess Speaker(NodePlan node) => Lab.Record.Content.Processes.Single(process => process.Name == "speaker-" + node.Name);

    internal Task<string> InAsync(string netns, string program, params string[] arguments) =>
        Tool.RunAsync("ip", ["netns", "exec", netns, program, .. arguments], Cancel);

    internal static Task SignalAsync(LabProcess process, string signal) =>
        Tool.RunAsync("kill", [$"-{signal}", process.Pid.ToString(System.Globalization.CultureInfo.InvariantCulture)], Cancel);

    /// <summary>Probes that are answered already.</summary>
    internal async Task<ProbeStream> ProbeAsync()
    {
        var probes = new ProbeStream(Client, [Vip], 200);
        await Eventually.TrueAsync(() => Task.FromResult(probes.IsAnswered(40)), LabFixture.Patience, $"{Vip} answers", Cancel);
        return probes;
    }

    /// <summary>Waits until probes are answered again; how long they were not.</summary>
    internal static async Task<TimeSpan> OutageAsync(ProbeStream probes, int mark, TimeSpan patience)
    {
        await Eventually.TrueAsync(() => Task.FromResult(probes.Lost(mark) > 0 && probes.IsAnswered(40)), patience, "probes are lost, then answered again", Cancel);
        return probes.Outage(mark);
    }
}
