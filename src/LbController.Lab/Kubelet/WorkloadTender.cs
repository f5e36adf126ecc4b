using System.Text.Json;
using System.Threading.Channels;
using LbController.Lab.Cluster;
using LbController.Lab.Processes;

namespace LbController.Lab.Kubelet;

/// <summary>Makes Pods of workloads and containers of Pods, at every change, and once a second while something is under way.</summary>
internal sealed class WorkloadTender(KubeletSetting setting, ClusterApi api)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly string[] Watched = [Workloads.Deployments, Workloads.DaemonSets, ClusterApi.Pods];

    private readonly Channel<bool> changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Workloads workloads = new(setting, api);
    private readonly Kubelets kubelets = new(setting, api);

    /// <summary>Runs until cancelled; the containers go on.</summary>
    public Task RunAsync(CancellationToken cancel) => Task.WhenAll([ReconcileAsync(cancel), .. Watched.Select(path => WatchAsync(path, cancel))]);

    private async Task WatchAsync(string path, CancellationToken cancel)
    {
        while (true)
        {
            await TryAsync(() => api.WatchAsync(path, () => changes.Writer.TryWrite(true), cancel));
            changes.Writer.TryWrite(true);
            await Task.Delay(Pause, cancel);
        }
    }

    private async Task ReconcileAsync(CancellationToken cancel)
    {
        await foreach (var _ in changes.Reader.ReadAllAsync(cancel))
        {
            var settled = false;
            await TryAsync(async () =>
            {
                var pods = await api.ListAsync(ClusterApi.Pods, cancel);
                await kubelets.ReconcileAsync(pods, cancel);
                settled = await workloads.ReconcileAsync(pods, cancel);
            });
            if (!settled)
            {
                await Task.Delay(Pause, cancel);
                changes.Writer.TryWrite(true);
            }
        }
    }

    private static async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception error) when (error is HttpRequestException or IOException or LabException or JsonException)
        {
            await Console.Error.WriteLineAsync($"tend: {error.Message}");
        }
    }
}
