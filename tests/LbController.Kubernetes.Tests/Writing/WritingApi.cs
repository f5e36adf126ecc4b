using System.Collections.Concurrent;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Kubernetes.Client;
using LbController.Kubernetes.Tests.Client;
using LbController.Kubernetes.Writing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LbController.Kubernetes.Tests.Writing;

/// <summary>An executor at work against a scripted server, in the name of the speaker on node <c>n1</c>.</summary>
internal sealed class WritingApi : IAsyncDisposable
{
    public static readonly WriterIdentity Speaker = new("metallb-speaker", "lb", "n1", "speaker-x", "uid-x");

    private readonly ConcurrentQueue<Fact.Ended> ended = new();
    private readonly ScriptedApi api;
    private readonly ClusterClient client;
    private readonly ClusterCommandExecutor executor;

    public WritingApi(Func<SeenRequest, HttpResponseMessage> answer, WriterIdentity? identity = null)
        : this(request => Task.FromResult(answer(request)), identity)
    {
    }

    public WritingApi(Func<SeenRequest, Task<HttpResponseMessage>> answer, WriterIdentity? identity = null)
    {
        api = new ScriptedApi(answer);
        client = api.Client(TimeProvider.System);
        executor = new ClusterCommandExecutor(
            client,
            identity ?? Speaker,
            fact => ended.Enqueue((Fact.Ended)fact),
            Time,
            NullLogger<ClusterCommandExecutor>.Instance);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public IReadOnlyList<SeenRequest> Requests => api.Requests;

    /// <summary>Method and path of each request.</summary>
    public IEnumerable<string> Calls => Requests.Select(request => $"{request.Method} {request.Path}");

    public IReadOnlyList<Fact.Ended> Ended => [.. ended];

    public static Command.WriteServiceStatus Status(string service, params string[] ips) => new(
        new ObjectKey("shop", service),
        "uid",
        "41",
        ips.Select(Core.Addresses.Address.Parse).ToValueArray(),
        ips.Length == 0 ? "" : "pool-a");

    public bool Start(Command command) => executor.TryStart(command, CancellationToken.None);

    public Task IdleAsync() => executor.WhenIdleAsync().WaitAsync(TimeSpan.FromSeconds(20));

    public async Task<Outcome> RunAsync(Command command)
    {
        Assert.True(Start(command));
        await IdleAsync();
        Assert.Same(command, Ended[^1].Command);
        return Ended[^1].Outcome;
    }

    public async ValueTask DisposeAsync()
    {
        await IdleAsync();
        client.Dispose();
        api.Dispose();
    }
}
