using System.Diagnostics;
using System.Text.Json.Nodes;
using LbController.Lab.Cluster;
using LbController.Lab.Processes;

namespace LbController.Lab.Bench.Alloc;

/// <summary>An embedded API of its own with one large pool, and the controller as a program.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    private const string Space = "metallb-system";

    private readonly DirectoryInfo folder;
    private readonly QuietProcess server;
    private QuietProcess? controller;

    private BenchCluster(DirectoryInfo folder, QuietProcess server)
    {
        this.folder = folder;
        this.server = server;
        Server = new Uri(KubeconfigFile.ServerOf(File.ReadAllText(Kubeconfig)));
        Api = new ClusterApi(Server);
    }

    public string Kubeconfig => KubeconfigIn(folder);

    public Uri Server { get; }

    public ClusterApi Api { get; }

    /// <summary>Resident memory of the controller, in MiB.</summary>
    public double ControllerMegabytes => controller!.Megabytes;

    /// <param name="writeDelay">Milliseconds that every write takes at least.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<BenchCluster> StartAsync(int writeDelay, CancellationToken cancel)
    {
        var files = Directory.CreateTempSubdirectory("lb-bench-");
        var api = await QuietProcess.StartAsync(
            [Programs.Lab, "apiserver", "--listen", "127.0.0.1:0", "--kubeconfig", KubeconfigIn(files), "--crds", Programs.Crds, "--write-delay", $"{writeDelay}"],
            "ready",
            cancel);
        var cluster = new BenchCluster(files, api);
        await cluster.Api.CreateAsync("/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = Space } }, cancel);
        await cluster.Api.CreateAsync(
            $"/apis/metallb.io/v1beta1/namespaces/{Space}/ipaddresspools",
            JsonNode.Parse("""{"apiVersion":"metallb.io/v1beta1","kind":"IPAddressPool","metadata":{"name":"blue"},"spec":{"addresses":["10.0.0.0/8"]}}""")!,
            cancel);
        return cluster;
    }

    /// <summary>Comes back at once.</summary>
    public void StartController() => controller = QuietProcess.Start(
    [
        .. Programs.Daemon("controller"), "--kubeconfig", Kubeconfig, "--namespace", Space, "--port", "0", "--health-probe-port", "0",
        "--webhook-mode", "disabled", "--log-level", "warn",
    ]);

    /// <returns>When the answer was there, by <see cref="Stopwatch"/>.</returns>
    public async Task<long> CreateAsync(string service, CancellationToken cancel)
    {
        await Api.CreateAsync(
            "/api/v1/namespaces/default/services",
            JsonNode.Parse($$$"""{"apiVersion":"v1","kind":"Service","metadata":{"name":"{{{service}}}"},"spec":{"type":"LoadBalancer","allocateLoadBalancerNodePorts":false,"ports":[{"port":80}]}}""")!,
            cancel);
        return Stopwatch.GetTimestamp();
    }

    /// <summary>Many at once; for each, when its answer was there.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CreateAsync(string prefix, int count, int inFlight, CancellationToken cancel)
    {
        var answered = new System.Collections.Concurrent.ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count).Select(number => $"{prefix}{number}"),
            new ParallelOptions { MaxDegreeOfParallelism = inFlight, CancellationToken = cancel },
            async (name, token) => answered[name] = await CreateAsync(name, token));
        return answered;
    }

    public async ValueTask DisposeAsync()
    {
        await (controller?.DisposeAsync() ?? ValueTask.CompletedTask);
        Api.Dispose();
        await server.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static string KubeconfigIn(DirectoryInfo folder) => Path.Combine(folder.FullName, "kubeconfig");
}
