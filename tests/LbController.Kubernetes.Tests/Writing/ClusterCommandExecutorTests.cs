using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Kubernetes.Tests.Client;

namespace LbController.Kubernetes.Tests.Writing;

public sealed class ClusterCommandExecutorTests
{
    [Fact]
    public async Task Commands_about_one_object_go_out_one_after_the_other_and_others_pass_them()
    {
        var first = new TaskCompletionSource();
        await using var api = new WritingApi(async request =>
        {
            if (request.Body.Contains("192.0.2.1", StringComparison.Ordinal))
            {
                await first.Task;
            }

            return ScriptedApi.Json("{}");
        });

        api.Start(WritingApi.Status("web", "192.0.2.1"));
        api.Start(WritingApi.Status("web"));
        api.Start(WritingApi.Status("other", "192.0.2.9"));
        await Eventually.Holds(() => api.Ended.Count == 1, "the other Service is written");
        Assert.Equal(1, api.Requests.Count(request => request.Path.EndsWith("web/status", StringComparison.Ordinal)));

        first.SetResult();
        await api.IdleAsync();
        Assert.Equal(["other", "web", "web"], api.Ended.Select(ended => ((Command.WriteServiceStatus)ended.Command).Service.Name));
        Assert.Equal([1, 1, 0], api.Ended.Select(ended => ((Command.WriteServiceStatus)ended.Command).Ingress.Count));
    }

    [Fact]
    public async Task At_most_sixteen_requests_are_on_their_way()
    {
        var gate = new TaskCompletionSource();
        var now = 0;
        var most = 0;
        await using var api = new WritingApi(async _ =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            await gate.Task;
            Interlocked.Decrement(ref now);
            return ScriptedApi.Json("{}");
        });

        for (var i = 0; i < 50; i++)
        {
            api.Start(WritingApi.Status($"web-{i}", "192.0.2.1"));
        }

        await Eventually.Holds(() => Volatile.Read(ref now) == 16, "sixteen requests");
        gate.SetResult();
        await api.IdleAsync();

        Assert.Equal(16, most);
        Assert.Equal(50, api.Ended.Count);
    }

    [Fact]
    public async Task Events_that_get_stuck_hold_up_nothing_else()
    {
        var stuck = new TaskCompletionSource();
        await using var api = new WritingApi(async request =>
        {
            if (request.Path.EndsWith("events", StringComparison.Ordinal))
            {
                await stuck.Task;
            }

            return ScriptedApi.Json("{}");
        });
        for (var i = 0; i < 40; i++)
        {
            api.Start(Event($"web-{i}"));
        }

        api.Start(WritingApi.Status("web-1", "192.0.2.1"));
        await Eventually.Holds(() => api.Ended.Any(ended => ended.Command is Command.WriteServiceStatus), "the status is written");

        stuck.SetResult();
    }

    [Fact]
    public async Task Too_many_waiting_Events_are_dropped_and_reported()
    {
        var stuck = new TaskCompletionSource();
        await using var api = new WritingApi(async _ =>
        {
            await stuck.Task;
            return ScriptedApi.Json("{}");
        });
        for (var i = 0; i < 1001; i++)
        {
            api.Start(Event("web"));
        }

        var dropped = Assert.Single(api.Ended);
        Assert.Equal(OutcomeKind.Failed, dropped.Outcome.Kind);

        stuck.SetResult();
    }

    [Fact]
    public async Task A_command_to_the_network_is_not_taken()
    {
        await using var api = new WritingApi(_ => ScriptedApi.Json("{}"));

        Assert.False(api.Start(new NetworkCommand.CloseTcp(1)));
        await api.IdleAsync();

        Assert.Empty(api.Requests);
        Assert.Empty(api.Ended);
    }

    private static Command.RecordEvent Event(string service) =>
        new(new EventSubject("v1", "Service", new ObjectKey("shop", service), ""), IsWarning: false, "reason", "message");

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }
}
