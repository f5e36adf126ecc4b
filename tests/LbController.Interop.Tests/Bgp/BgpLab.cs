using System.Text.Json.Nodes;
using LbController.Lab;
using LbController.Lab.Cluster;
using LbController.Lab.Network;
using LbController.Lab.Processes;

namespace LbController.Interop.Tests.Bgp;

/// <summary>One speaker with a cable to every router of the matrix, an API that holds its configuration, and no controller: the addresses are given.</summary>
public sealed class BgpLab : IAsyncLifetime
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    public const string Peers = "/apis/metallb.io/v1beta2/namespaces/metallb-system/bgppeers";

    private const string Prefix = "lbi-";
    private const string Node = Prefix + "n";
    private const int ApiPort = 6443;

    private readonly LabRecord record;
    private readonly LabProcesses processes;
    private int farUsed;

    public BgpLab()
    {
        record = LabRecord.Create(Prefix, Namespaces);
        processes = new(record);
    }

    internal ClusterApi Api { get; private set; } = null!;

    internal IReadOnlyList<RouterSide> Routers { get; private set; } = [];

    internal LabProcess Speaker { get; private set; } = null!;

    private static IEnumerable<string> Namespaces => RouterCases.All.Select(NamespaceOf).Prepend(Node);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        LabCheck.RequireRoot();
        await processes.StopAllAsync(Cancel);
        await LabNetwork.RemoveAsync(Namespaces, Cancel);
        try
        {
            await WireAsync();
            Routers = [.. RouterCases.All.Select(at => new RouterSide(at, NamespaceOf(at), Path.Combine(record.Folder, at.Name), processes))];
            await Parallel.ForEachAsync(Routers, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancel }, async (router, cancel) => await router.StartAsync(cancel));
            await StartApiAsync();
            StartSpeaker();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        await LabRemoval.RemoveAsync(record, CancellationToken.None);
    }

    internal void StartSpeaker() => Speaker = processes.Start("speaker", Node,
        [.. Programs.Daemon("speaker"), "--kubeconfig", record.NodeKubeconfig, "--namespace", "metallb-system", "--node-name", "n1", "--bgp-listen-port", "179", "--log-level", "debug"]);

    internal Task StopSpeakerAsync(bool kill) => processes.StopAsync(Speaker, kill, Cancel);

    internal Task StopAsync(LabProcess process) => processes.StopAsync(process, kill: true, Cancel);

    internal static void Signal(LabProcess process, string signal) =>
        Tool.RunAsync("kill", ["-" + signal, process.Pid.ToString(System.Globalization.CultureInfo.InvariantCulture)], Cancel).GetAwaiter().GetResult();

    internal LabProcess Start(string name, string netns, params string[] command) => processes.Start(name, netns, command);

    /// <summary>An address that no router of the matrix uses: behind one that is no multihop router.</summary>
    internal (string Name, string Namespace, string Address) NextFarAddress()
    {
        var at = RouterCases.All.Where(at => at.Kind != "multihop").ElementAt(farUsed++);
        return ($"far{at.Number}", NamespaceOf(at), at.Far(false));
    }

    /// <summary>Waits for an Event about a peer whose message has these words.</summary>
    internal Task EventAsync(string peer, string words) => Eventually.TrueAsync(
        async () => (await Api.ListAsync("/api/v1/events", Cancel)).Any(item =>
            (string?)item["involvedObject"]?["name"] == peer && ((string?)item["message"])?.Contains(words, StringComparison.Ordinal) == true),
        Patience,
        $"an Event about {peer} with '{words}'",
        Cancel);

    internal static JsonObject PeerOf(RouterCase at) => Object("metallb.io/v1beta2", "BGPPeer", at.Name, new JsonObject
    {
        ["myASN"] = RouterCase.OurAs,
        [at.Extra == "dynamic" ? "dynamicASN" : "peerASN"] = at.Extra == "dynamic" ? "external" : at.As,
        [at.Extra == "unnumbered" ? "interface" : "peerAddress"] = at.Extra == "unnumbered" ? $"r{at.Number}" : at.Listen,
        ["sourceAddress"] = at.Extra == "beside" ? at.Second : "",
        ["passive"] = at.Extra == "passive",
        ["password"] = at.Password,
        ["ebgpMultiHop"] = at.Kind == "multihop",
        ["dualStackAddressFamily"] = at.Families is "dual" or "v4over6" && at.Extra != "unnumbered",
        ["enableGracefulRestart"] = at.Extra is "gr" or "llgr",
        ["gracefulRestartTime"] = at.Extra == "llgr" ? "2s" : null,
        ["longLivedStaleTime"] = at.Extra == "llgr" ? "6h" : null,
        ["connectTime"] = "2s",
        ["bfdProfile"] = !at.HasBfd ? "" : at.Kind == "multihop" ? "far" : "fast",
    });

    /// <param name="spec">Fields that are null are left out.</param>
    internal static JsonObject Object(string version, string kind, string name, JsonObject spec) => new()
    {
        ["apiVersion"] = version,
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "metallb-system" },
        ["spec"] = new JsonObject(spec.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))),
    };

    internal static string NamespaceOf(RouterCase at) => Prefix + at.Name;

    private static async Task WireAsync()
    {
        await Tool.RunAsync("ip", ["-batch", "-"], Cancel, string.Concat(Namespaces.Select(name => $"netns add {name}\n")));
        var ours = new List<string> { "link set lo up" };
        foreach (var at in RouterCases.All)
        {
            ours.Add($"link add r{at.Number} type veth peer name eth0 netns {NamespaceOf(at)}");
            ours.AddRange([$"addr add {at.Ours(false)}/24 dev r{at.Number}", $"addr add {at.Ours(true)}/64 dev r{at.Number} nodad", $"link set r{at.Number} up"]);
            ours.AddRange(at.Extra == "beside" ? [$"addr add {at.Second}/24 dev r{at.Number}"] : []);
            ours.AddRange([$"route add {at.Far(false)}/32 via {at.Theirs(false)}", $"route add {at.Far(true)}/128 via {at.Theirs(true)}"]);
        }

        await Tool.RunAsync("ip", ["-n", Node, "-batch", "-"], Cancel, string.Join('\n', ours) + "\n");
        foreach (var at in RouterCases.All)
        {
            string[] theirs =
            [
                "link set lo up", $"addr add {at.Theirs(false)}/24 dev eth0", $"addr add {at.Theirs(true)}/64 dev eth0 nodad", "link set eth0 up",
                $"addr add {at.Far(false)}/32 dev lo", $"addr add {at.Far(true)}/128 dev lo",
            ];
            await Tool.RunAsync("ip", ["-n", NamespaceOf(at), "-batch", "-"], Cancel, string.Join('\n', theirs) + "\n");
        }
    }

    private async Task StartApiAsync()
    {
        processes.Start("apiserver", null,
            [Programs.Lab, "apiserver", "--listen", "127.0.0.1:0", "--kubeconfig", record.Kubeconfig, "--crds", Programs.Crds, "--listen-in", $"{Node}=127.0.0.1:{ApiPort}"]);
        await Eventually.TrueAsync(IsServingAsync, Patience, "the API serves", Cancel);
        var text = await File.ReadAllTextAsync(record.Kubeconfig, Cancel);
        await File.WriteAllTextAsync(record.NodeKubeconfig, KubeconfigFile.WithServer(text, $"http://127.0.0.1:{ApiPort}"), Cancel);
        foreach (var name in new[] { "default", "metallb-system" })
        {
            await Api.CreateAsync("/api/v1/namespaces", LabObjects.Namespace(name), Cancel);
        }

        await BgpObjects.FillAsync(Api, Cancel);
        foreach (var at in RouterCases.All)
        {
            await Api.CreateAsync(Peers, PeerOf(at), Cancel);
        }
    }

    private async Task<bool> IsServingAsync()
    {
        if (!File.Exists(record.Kubeconfig) || new FileInfo(record.Kubeconfig).Length == 0)
        {
            return false;
        }

        Api ??= ClusterApi.FromKubeconfig(record.Kubeconfig);
        return await Api.IsReadyAsync(Cancel);
    }
}
