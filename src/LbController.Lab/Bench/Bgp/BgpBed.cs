using System.Globalization;
using System.Text.Json.Nodes;
using LbController.Lab.Cluster;
using LbController.Lab.Network;
using LbController.Lab.Processes;

namespace LbController.Lab.Bench.Bgp;

/// <summary>A node and a router on one cable, and an API that is served on the node; no controller: the addresses are given.</summary>
internal sealed class BgpBed : IAsyncDisposable
{
    public const string NodeAddress = "10.88.1.1";
    public const string RouterAddress = "10.88.1.2";
    public const ushort NodeAs = 64513;
    public const ushort RouterAs = 64512;

    private const string Own = $"/apis/metallb.io/v1beta1/namespaces/{LabObjects.SystemNamespace}";
    private const int ApiPort = 6443;
    private const int InFlight = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly LabRecord record;

    private BgpBed(string prefix)
    {
        (Node, Router) = (prefix + "n", prefix + "r");
        record = LabRecord.Create(prefix, [Node, Router]);
        Processes = new(record);
    }

    public string Node { get; }

    public string Router { get; }

    public LabProcesses Processes { get; }

    public ClusterApi Api { get; private set; } = null!;

    public string Folder => record.Folder;

    /// <summary>Left-overs of one that crashed are removed first.</summary>
    public static async Task<BgpBed> StartAsync(string prefix, CancellationToken cancel)
    {
        LabCheck.RequireRoot();
        var bed = new BgpBed(prefix);
        try
        {
            await bed.Processes.StopAllAsync(cancel);
            await LabNetwork.RemoveAsync([bed.Node, bed.Router], cancel);
            await bed.WireAsync(cancel);
            await bed.StartApiAsync(cancel);
            return bed;
        }
        catch
        {
            await bed.DisposeAsync();
            throw;
        }
    }

    public static string AddressOf(int service) => string.Create(CultureInfo.InvariantCulture, $"10.{100 + (service >> 16)}.{service >> 8 & 255}.{service & 255}");

    public LabProcess StartSpeaker() => Processes.Start("speaker", Node,
        [.. Programs.Daemon("speaker"), "--kubeconfig", record.NodeKubeconfig, "--namespace", LabObjects.SystemNamespace, "--node-name", "n1", "--ml-bindport", "0", "--port", "0", "--log-level", "warn"]);

    /// <summary>Services with addresses and endpoints, from one number up to another.</summary>
    public Task FillAsync(int from, int to, Action<string> tell, CancellationToken cancel)
    {
        var done = 0;
        return Parallel.ForEachAsync(Enumerable.Range(from, to - from), new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = cancel }, async (number, token) =>
        {
            await Api.CreateAsync("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices", Slice(number), token);
            await Api.CreateAsync("/api/v1/namespaces/default/services", Service(number), token);
            await Api.MergeAsync($"/api/v1/namespaces/default/services/s{number}/status", Ingress(number), token);
            if (Interlocked.Increment(ref done) % 5000 == 0)
            {
                tell($"    {from + done} Services");
            }
        });
    }

    /// <summary>Takes the endpoint of a Service away, or gives it back.</summary>
    public Task SetReadyAsync(int service, bool isReady, CancellationToken cancel) =>
        Api.MergeAsync($"/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/s{service}", new JsonObject { ["endpoints"] = Endpoints(isReady) }, cancel);

    public async Task CreatePeerAsync(bool hasBfd, CancellationToken cancel)
    {
        if (hasBfd)
        {
            await Api.CreateAsync($"{Own}/bfdprofiles", Object("metallb.io/v1beta1", "BFDProfile", "fast", new JsonObject { ["transmitInterval"] = 50, ["receiveInterval"] = 50, ["detectMultiplier"] = 3 }), cancel);
        }

        var spec = new JsonObject { ["myASN"] = NodeAs, ["peerASN"] = RouterAs, ["peerAddress"] = RouterAddress, ["connectTime"] = "1s", ["bfdProfile"] = hasBfd ? "fast" : "" };
        await Api.CreateAsync($"/apis/metallb.io/v1beta2/namespaces/{LabObjects.SystemNamespace}/bgppeers", Object("metallb.io/v1beta2", "BGPPeer", "router", spec), cancel);
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        await LabRemoval.RemoveAsync(record, CancellationToken.None);
    }

    private async Task WireAsync(CancellationToken cancel)
    {
        await Tool.RunAsync("ip", ["-batch", "-"], cancel, $"netns add {Node}\nnetns add {Router}\n");
        await Tool.RunAsync("ip", ["-n", Node, "-batch", "-"], cancel,
            $"link set lo up\nlink add eth0 type veth peer name eth0 netns {Router}\naddr add {NodeAddress}/24 dev eth0\nlink set eth0 up\n");
        await Tool.RunAsync("ip", ["-n", Router, "-batch", "-"], cancel, $"link set lo up\naddr add {RouterAddress}/24 dev eth0\nlink set eth0 up\n");
    }

    private async Task StartApiAsync(CancellationToken cancel)
    {
        Processes.Start("apiserver", null,
            [Programs.Lab, "apiserver", "--listen", "127.0.0.1:0", "--kubeconfig", record.Kubeconfig, "--crds", Programs.Crds, "--listen-in", $"{Node}=127.0.0.1:{ApiPort}"]);
        await Eventually.TrueAsync(() => IsServingAsync(cancel), Patience, "the API serves", cancel);
        var text = await File.ReadAllTextAsync(record.Kubeconfig, cancel);
        await File.WriteAllTextAsync(record.NodeKubeconfig, KubeconfigFile.WithServer(text, $"http://127.0.0.1:{ApiPort}"), cancel);
        foreach (var name in new[] { "default", LabObjects.SystemNamespace })
        {
            await Api.CreateAsync("/api/v1/namespaces", LabObjects.Namespace(name), cancel);
        }

        await Api.CreateAsync(ClusterApi.Nodes, new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Node", ["metadata"] = new JsonObject { ["name"] = "n1" } }, cancel);
        await Api.CreateAsync($"{Own}/ipaddresspools", Object("metallb.io/v1beta1", "IPAddressPool", "all", new JsonObject { ["addresses"] = new JsonArray("10.100.0.0/14") }), cancel);
        await Api.CreateAsync($"{Own}/bgpadvertisements", Object("metallb.io/v1beta1", "BGPAdvertisement", "all", []), cancel);
    }

    private async Task<bool> IsServingAsync(CancellationToken cancel)
    {
        if (!File.Exists(record.Kubeconfig) || new FileInfo(record.Kubeconfig).Length == 0)
        {
            return false;
        }

        Api ??= ClusterApi.FromKubeconfig(record.Kubeconfig);
        return await Api.IsReadyAsync(cancel);
    }

    private static JsonObject Object(string version, string kind, string name, JsonObject spec) => new()
    {
        ["apiVersion"] = version,
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = LabObjects.SystemNamespace },
        ["spec"] = spec,
    };

    private static JsonObject Service(int number) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Service",
        ["metadata"] = new JsonObject { ["name"] = $"s{number}", ["namespace"] = "default" },
        ["spec"] = new JsonObject { ["type"] = "LoadBalancer", ["allocateLoadBalancerNodePorts"] = false, ["ports"] = new JsonArray(new JsonObject { ["port"] = 80 }) },
    };

    private static JsonObject Ingress(int number) =>
        new() { ["status"] = new JsonObject { ["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(new JsonObject { ["ip"] = AddressOf(number) }) } } };

    private static JsonObject Slice(int number) => new()
    {
        ["apiVersion"] = "discovery.k8s.io/v1",
        ["kind"] = "EndpointSlice",
        ["metadata"] = new JsonObject { ["name"] = $"s{number}", ["namespace"] = "default", ["labels"] = new JsonObject { ["kubernetes.io/service-name"] = $"s{number}" } },
        ["addressType"] = "IPv4",
        ["endpoints"] = Endpoints(isReady: true),
    };

    private static JsonArray Endpoints(bool isReady) =>
        new(new JsonObject { ["addresses"] = new JsonArray("10.244.1.9"), ["nodeName"] = "n1", ["conditions"] = new JsonObject { ["ready"] = isReady, ["serving"] = isReady } });
}
