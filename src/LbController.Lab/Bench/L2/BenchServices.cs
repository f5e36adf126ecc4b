using LbController.Lab.Network;
using LbController.Lab.Processes;

namespace LbController.Lab.Bench.L2;

/// <summary>Services whose addresses are answered by their owners themselves, so that neither kube-proxy nor a Pod is measured.</summary>
internal sealed class BenchServices : IAsyncDisposable
{
    /// <summary>Room for a thousand addresses, which clients reach on the lan.</summary>
    public const string ManyNetwork = "10.77.8.0/21";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly RunningLab lab;
    private readonly List<EchoServer> servers;
    private readonly CancellationToken cancel;

    private BenchServices(RunningLab lab, CancellationToken cancel)
    {
        (this.lab, this.cancel) = (lab, cancel);
        servers = [.. lab.Plan.Nodes.Select(node => new EchoServer(node.Namespace))];
    }

    public static async Task<BenchServices> PrepareAsync(RunningLab lab, CancellationToken cancel)
    {
        foreach (var node in lab.Plan.Nodes)
        {
            var rules = $"table ip lb-bench {{ chain prerouting {{ type nat hook prerouting priority -101; udp dport {EchoServer.Port} redirect; }}; }}\n";
            await Tool.RunAsync("ip", ["netns", "exec", node.Namespace, "nft", "-f", "-"], cancel, rules);
        }

        await Tool.RunAsync("ip", ["-n", lab.Plan.LanClient, "route", "add", ManyNetwork, "dev", "eth0"], cancel);
        return new(lab, cancel);
    }

    public async Task PoolAsync(string name, string addresses)
    {
        await lab.Api.CreateAsync(BenchObjects.Pools, BenchObjects.Pool(name, addresses), cancel);
        await lab.Api.CreateAsync(BenchObjects.Advertisements, BenchObjects.Advertisement(name), cancel);
    }

    /// <summary>Makes Services on a pool and waits for their addresses.</summary>
    public async Task<List<string>> CreateAsync(string pool, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await lab.Api.CreateAsync(BenchObjects.Services, BenchObjects.Service($"{pool}-{i}", pool), cancel);
        }

        return await Eventually.ValueAsync(
            async () => (await lab.Api.ListAsync(BenchObjects.Services, cancel))
                .Where(service => ((string)service["metadata"]!["name"]!).StartsWith(pool + "-", StringComparison.Ordinal))
                .Select(service => (string?)service["status"]?["loadBalancer"]?["ingress"]?[0]?["ip"])
                .OfType<string>()
                .ToList() is var found && found.Count == count ? found : null,
            Patience,
            $"{count} Services have addresses",
            cancel,
            TimeSpan.FromMilliseconds(500));
    }

    public ValueTask DisposeAsync()
    {
        servers.ForEach(server => server.Dispose());
        return ValueTask.CompletedTask;
    }
}
