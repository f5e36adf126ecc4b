using System.Collections.Concurrent;
using LbController.Engine.Facts;
using LbController.Kubernetes.Client;
using LbController.Kubernetes.Tests.Client;
using LbController.Kubernetes.Watching;
using Microsoft.Extensions.Logging.Abstractions;

namespace LbController.Kubernetes.Tests.Watching;

public sealed class WatchSetTests
{
    [Fact]
    public async Task In_sync_is_said_once_and_only_after_every_kind_was_listed()
    {
        var late = new TaskCompletionSource();
        using var api = new ScriptedApi(async request =>
        {
            if (request.Path.EndsWith("late", StringComparison.Ordinal))
            {
                await late.Task;
            }

            return request.IsWatch
                ? new ScriptedWatch().Answer()
                : WatchedApi.List(1, "", WatchedApi.Object(request.Path.Split('/')[^1], 1));
        });
        using var client = api.Client(TimeProvider.System);
        using var end = new CancellationTokenSource();
        var facts = new ConcurrentQueue<Fact>();
        var kinds = new[] { WatchedApi.Namespaces, new ResourcePath("", "v1", "late") }.Select(WatchedApi.Kind);
        var set = new WatchSet(kinds, client, new InformerTimings(), facts.Enqueue, TimeProvider.System, NullLogger<WatchSet>.Instance);

        var running = set.RunAsync(end.Token);
        await Eventually.Holds(() => api.Requests.Any(request => request.IsWatch), "the first kind is watched");
        Assert.False(set.IsInSync);
        Assert.Null(set.SinceConfirmed);
        Assert.DoesNotContain(facts, fact => fact is Fact.InSync);

        late.SetResult();
        await Eventually.Holds(() => set.IsInSync && facts.Count == 3, "all kinds are listed");
        Assert.IsType<Fact.InSync>(facts.Last());
        Assert.NotNull(set.SinceConfirmed);

        await end.CancelAsync();
        await running;
    }
}
