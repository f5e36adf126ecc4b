using System.Collections.Concurrent;
using System.Text.Json;
using LbController.Core.Snapshot;
using LbController.Engine.Facts;
using LbController.Kubernetes.Client;
using LbController.Kubernetes.Tests.Client;
using LbController.Kubernetes.Watching;
using Microsoft.Extensions.Time.Testing;

namespace LbController.Kubernetes.Tests.Watching;

/// <summary>
/// An informer of Namespaces at work against a scripted server. Lists are answered from <see cref="Lists"/>, the last one again and
/// again; a watch waits until the test hands it over with <see cref="NextWatchAsync"/>, or fails as <see cref="WatchFailures"/> say.
/// </summary>
internal sealed class WatchedApi : IAsyncDisposable
{
    public static readonly ResourcePath Namespaces = new("", "v1", "namespaces");

    private readonly ConcurrentQueue<Fact> facts = new();
    private readonly ConcurrentQueue<ScriptedWatch> opened = new();
    private readonly CancellationTokenSource end = new();
    private readonly ScriptedApi api;
    private readonly ClusterClient client;
    private Func<HttpResponseMessage>? lastList;
    private Task? running;
    private Informer? informer;
    private int firstLists;

    public WatchedApi()
    {
        api = ScriptedApi.Answering(Answer);
        client = api.Client(Time);
    }

    public FakeTimeProvider Time { get; } = new();

    public LogLines Log { get; } = new();

    public ConcurrentQueue<Func<HttpResponseMessage>> Lists { get; } = new();

    public ConcurrentQueue<Func<HttpResponseMessage>> WatchFailures { get; } = new();

    public IReadOnlyList<SeenRequest> ListRequests => [.. api.Requests.Where(request => !request.IsWatch)];

    public IReadOnlyList<SeenRequest> WatchRequests => [.. api.Requests.Where(request => request.IsWatch)];

    public IReadOnlyList<Fact> Facts => [.. facts];

    public int FirstLists => firstLists;

    /// <summary>The facts in short: <c>+name</c> seen, <c>-name</c> gone.</summary>
    public string Story => string.Join(' ', facts.Select(fact => fact switch
    {
        Fact.Seen seen => $"+{seen.Object.Key.Name}",
        Fact.Gone gone => $"-{gone.Key.Name}",
        _ => fact.GetType().Name,
    }));

    public static WatchedKind Kind(ResourcePath path) => WatchedKind.Of("Namespace", path, "", Parse, labels => labels);

    public static string Object(string name, int version, string labels = "{}") =>
        $$"""{"metadata":{"name":"{{name}}","resourceVersion":"{{version}}","labels":{{labels}} } }""";

    public static HttpResponseMessage List(int version, string next, params string[] items) => ScriptedApi.Json(
        $$"""{"metadata":{"resourceVersion":"{{version}}","continue":"{{next}}"},"items":[{{string.Join(',', items)}}]}""");

    public WatchedApi Listing(int version, params string[] items)
    {
        Lists.Enqueue(() => List(version, "", items));
        return this;
    }

    public void Start()
    {
        informer = new Informer(Kind(Namespaces), client, new InformerTimings(), facts.Enqueue, Time, Log);
        running = informer.RunAsync(() => Interlocked.Increment(ref firstLists), end.Token);
    }

    public TimeSpan SinceHeard => informer!.SinceHeard;

    public Task RelistAsync() => informer!.RelistAsync();

    /// <summary>The server's end of the next watch that the informer opens; time passes meanwhile, as pauses may be due.</summary>
    public async Task<ScriptedWatch> NextWatchAsync()
    {
        ScriptedWatch? watch = null;
        await Eventually.HoldsAsTimePasses(() => opened.TryDequeue(out watch), "a watch is opened", Time, TimeSpan.FromMilliseconds(50));
        return watch!;
    }

    public Task StoryIs(string story) => Eventually.Holds(() => Story == story, $"the story is '{story}', not '{Story}'");

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await (running ?? Task.CompletedTask).WaitAsync(TimeSpan.FromSeconds(20));
        client.Dispose();
        api.Dispose();
        end.Dispose();
    }

    private static NamespaceSnapshot Parse(JsonElement json)
    {
        var metadata = json.GetProperty("metadata");
        var labels = metadata.GetProperty("labels").EnumerateObject().Select(label => KeyValuePair.Create(label.Name, label.Value.GetString()!));
        return new NamespaceSnapshot(new ObjectKey("", metadata.GetProperty("name").GetString()!), LabelSet.From(labels));
    }

    private HttpResponseMessage Answer(SeenRequest request)
    {
        if (request.IsWatch)
        {
            return WatchFailures.TryDequeue(out var failure) ? failure() : OpenWatch();
        }

        lastList = Lists.TryDequeue(out var next) ? next : lastList;
        return lastList!();
    }

    private HttpResponseMessage OpenWatch()
    {
        var watch = new ScriptedWatch();
        opened.Enqueue(watch);
        return watch.Answer();
    }
}
