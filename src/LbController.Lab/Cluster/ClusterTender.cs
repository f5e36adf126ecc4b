using System.Text.Json;
using System.Threading.Channels;
using LbController.Lab.Network;
using LbController.Lab.Processes;
using LbController.Lab.Proxy;

namespace LbController.Lab.Cluster;

/// <summary>
/// Plays the parts of a cluster that are no part of this project: kubelets, the EndpointSlice controller, kube-proxy. At every
/// change it reads everything anew and makes the world equal to it.
/// </summary>
internal sealed class ClusterTender(LabPlan plan, ClusterApi api)
{
    private static readonly TimeSpan HealthPause = TimeSpan.FromMilliseconds(500);
    private static readonly string[] Watched = [ClusterApi.Services, ClusterApi.Pods, ClusterApi.Slices];

    private readonly Channel<bool> changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly NodeHealth health = new(plan, new LabNetwork(plan), api, TimeProvider.System);
    private readonly SliceController slices = new(api);
    private readonly NodeProxies proxies = new(plan);

    /// <summary>Runs until cancelled.</summary>
    public Task RunAsync(CancellationToken cancel) =>
        Task.WhenAll([ForeverAsync(health.RefreshAsync, cancel), ReconcileAsync(cancel), .. Watched.Select(path => ForeverAsync(token => WatchAsync(path, token), cancel))]);

    private async Task WatchAsync(string path, CancellationToken cancel)
    {
        changes.Writer.TryWrite(true);
        await api.WatchAsync(path, () => changes.Writer.TryWrite(true), cancel);
    }

    private async Task ReconcileAsync(CancellationToken cancel)
    {
        await foreach (var _ in changes.Reader.ReadAllAsync(cancel))
        {
            if (!await TryAsync(ReconcileOnceAsync, cancel))
            {
                await Task.Delay(HealthPause, cancel);
                changes.Writer.TryWrite(true);
            }
        }
    }

    private async Task ReconcileOnceAsync(CancellationToken cancel)
    {
        var services = await api.ListAsync(ClusterApi.Services, cancel);
        var pods = await api.ListAsync(ClusterApi.Pods, cancel);
        if (await slices.ReconcileAsync(services, pods, await api.ListAsync(ClusterApi.Slices, cancel), cancel))
        {
            changes.Writer.TryWrite(true);
        }

        await proxies.ApplyAsync(services, await api.ListAsync(ClusterApi.Slices, cancel), cancel);
    }

    private static async Task ForeverAsync(Func<CancellationToken, Task> work, CancellationToken cancel)
    {
        while (true)
        {
            await TryAsync(work, cancel);
            await Task.Delay(HealthPause, cancel);
        }
    }

    private static async Task<bool> TryAsync(Func<CancellationToken, Task> work, CancellationToken cancel)
    {
        try
        {
            await work(cancel);
            return true;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or LabException or JsonException)
        {
            await Console.Error.WriteLineAsync($"tend: {error.Message}");
            return false;
        }
    }
}
