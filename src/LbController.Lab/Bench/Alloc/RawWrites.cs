using System.Diagnostics;
using System.Text.Json.Nodes;
using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Kubernetes.Client;
using LbController.Kubernetes.Writing;
using LbController.Lab.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace LbController.Lab.Bench.Alloc;

/// <summary>The controller's own writer without the controller: the statuses that it would write, 16 in flight, with no decision behind them.</summary>
internal static class RawWrites
{
    /// <returns>Statuses a second.</returns>
    public static async Task<double> RateAsync(BenchCluster cluster, CancellationToken cancel)
    {
        var services = (await cluster.Api.ListAsync("/api/v1/services", cancel)).Where(service => (string?)service["spec"]!["type"] == "LoadBalancer").ToList();
        var commands = services.Select(CommandFor).ToList();
        var failures = 0;
        using var client = ClusterClient.Connect(cluster.Kubeconfig, TimeProvider.System);
        var executor = new ClusterCommandExecutor(
            client,
            new WriterIdentity("metallb-controller", "metallb-system"),
            fact => Interlocked.Add(ref failures, fact is Fact.Ended { Outcome.Kind: not OutcomeKind.Done } ? 1 : 0),
            TimeProvider.System,
            NullLogger<ClusterCommandExecutor>.Instance);
        var watch = Stopwatch.StartNew();
        commands.ForEach(command => executor.TryStart(command, cancel));
        await executor.WhenIdleAsync();
        return failures == 0 ? commands.Count / watch.Elapsed.TotalSeconds : throw new LabException($"{failures} of {commands.Count} writes failed.");
    }

    private static Command.WriteServiceStatus CommandFor(JsonNode service, int number)
    {
        var metadata = service["metadata"]!;
        var address = Address.V4(0x0a000000u + (uint)number);
        return new Command.WriteServiceStatus(
            new ObjectKey((string)metadata["namespace"]!, (string)metadata["name"]!), (string)metadata["uid"]!, (string)metadata["resourceVersion"]!, [address], "blue")
        {
            Condition = new ServiceCondition("True", "Assigned", $"{address} from pool blue", 0),
            IsTransition = true,
        };
    }
}
