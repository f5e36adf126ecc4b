using System.Text.Json.Nodes;
using LbController.Lab;
using LbController.Lab.Cluster;
using LbController.Lab.Network;
using LbController.Lab.Processes;

namespace LbController.Interop.Tests.Lab;

/// <summary>One lab for all tests of the collection: three nodes, FRR, both daemons, and the two samples.</summary>
public sealed class LabFixture : IAsyncLifetime
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    internal RunningLab Lab { get; private set; } = null!;

    internal static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Lab = await RunningLab.StartNetworkAsync("lbt-", Cancel);
        try
        {
            await Lab.StartApiAsync(Cancel);
            await Lab.InstallAsync(Cancel);
            await KubectlAsync("apply", "-f", Programs.Sample("l2.yaml"), "-f", Programs.Sample("bgp.yaml"));
        }
        catch
        {
            await Lab.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => Lab.DisposeAsync();

    internal Task<string> KubectlAsync(params string[] arguments) => Tool.RunAsync(Programs.Kubectl, ["--kubeconfig", Lab.Record.Kubeconfig, .. arguments], Cancel);

    /// <summary>Applies a manifest; what kubectl says.</summary>
    internal Task<string> ApplyAsync(string manifest) =>
        Tool.RunAsync(Programs.Kubectl, ["--kubeconfig", Lab.Record.Kubeconfig, "apply", "-f", "-"], Cancel, manifest);

    internal async Task<string> AddressOfAsync(string service) => await Eventually.ValueAsync(
        async () => Ingress(await Lab.Api.GetAsync($"/api/v1/namespaces/default/services/{service}", Cancel)), Patience, $"{service} has an address", Cancel);

    /// <summary>The nodes that say in a status of their own that they announce a Service.</summary>
    internal async Task<IReadOnlyList<string>> AnnouncersAsync(string kind, string service) =>
    [
        .. (await Lab.Api.ListAsync($"/apis/metallb.io/v1beta1/{kind}", Cancel))
            .Where(status => (string?)status["status"]?["serviceName"] == service)
            .Select(status => (string)status["status"]!["node"]!)
            .Order(StringComparer.Ordinal),
    ];

    internal Task<NodePlan> OwnerAsync(string service) => Eventually.ValueAsync(
        async () => await AnnouncersAsync("servicel2statuses", service) is [var only] ? Lab.Plan.Nodes.Single(node => node.Name == only) : null,
        Patience,
        $"one node announces {service}",
        Cancel);

    /// <summary>Waits for an Event about an object, with these words in its message; the message.</summary>
    internal Task<string> EventAsync(string kind, string name, string reason, string words) => Eventually.ValueAsync(
        async () => (await Lab.Api.ListAsync("/api/v1/events", Cancel))
            .Where(item => (string?)item["involvedObject"]?["kind"] == kind && (string?)item["involvedObject"]?["name"] == name && (string?)item["reason"] == reason)
            .Select(item => (string?)item["message"])
            .LastOrDefault(message => message?.Contains(words, StringComparison.Ordinal) == true),
        Patience,
        $"an Event {reason} about {kind} {name} that says '{words}'",
        Cancel);

    internal static string? Ingress(JsonNode? service) => (string?)service?["status"]?["loadBalancer"]?["ingress"]?[0]?["ip"];
}
