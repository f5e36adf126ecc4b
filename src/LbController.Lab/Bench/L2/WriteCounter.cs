using LbController.Lab.Cluster;

namespace LbController.Lab.Bench.L2;

/// <summary>P13: counts what is written to the API of all that nodes write, by watching it.</summary>
internal sealed class WriteCounter : IAsyncDisposable
{
    private static readonly string[] Written =
    [
        ClusterApi.Services, ClusterApi.Nodes, "/api/v1/events",
        "/apis/metallb.io/v1beta1/servicel2statuses", "/apis/metallb.io/v1beta1/servicebgpstatuses", "/apis/metallb.io/v1beta1/configurationstates",
    ];

    private readonly CancellationTokenSource end;
    private readonly List<Task> watches;
    private int lines;

    public WriteCounter(ClusterApi api, CancellationToken cancel)
    {
        end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        watches = [.. Written.Select(path => WatchAsync(api, path))];
    }

    /// <summary>So far, what was there at the beginning included.</summary>
    public int Count => Volatile.Read(ref lines);

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await Task.WhenAll(watches);
        end.Dispose();
    }

    private async Task WatchAsync(ClusterApi api, string path)
    {
        try
        {
            await api.WatchAsync(path, () => Interlocked.Increment(ref lines), end.Token);
        }
        catch (OperationCanceledException)
        {
            // The count is over.
        }
    }
}
