using LbController.Engine.Facts;
using LbController.Kubernetes.Client;
using Microsoft.Extensions.Logging;

namespace LbController.Kubernetes.Watching;

/// <summary>All that one role follows. Says <see cref="Fact.InSync"/> once, after the first complete list of every kind.</summary>
/// <example><code>new WatchSet(SpeakerWatches.Kinds("lb"), client, new InformerTimings(), mailbox.Post, time, logger).RunAsync(stop)</code></example>
public sealed class WatchSet
{
    private readonly List<Informer> informers;
    private readonly Action<Fact> sink;
    private readonly TimeSpan silence;
    private int missing;

    public WatchSet(
        IEnumerable<WatchedKind> kinds,
        ClusterClient client,
        InformerTimings timings,
        Action<Fact> sink,
        TimeProvider time,
        ILogger<WatchSet> logger)
    {
        this.sink = sink;
        informers = [.. kinds.Select(kind => new Informer(kind, client, timings, sink, time, logger))];
        missing = informers.Count;
        silence = timings.Silence;
    }

    /// <summary>Every kind has been listed completely.</summary>
    public bool IsInSync => Volatile.Read(ref missing) == 0;

    /// <summary>How long ago the whole picture was last confirmed: what was heard of the kind that was heard of least lately. Null: not in sync yet.</summary>
    public TimeSpan? SinceConfirmed => IsInSync ? informers.Max(informer => informer.SinceHeard) : null;

    /// <summary>
    /// The kind whose watch is stuck, and for how long; null: none is. A watch gives itself up after <see cref="InformerTimings.Silence"/>, so one
    /// that did nothing for twice that will not come back by itself.
    /// </summary>
    public (string Kind, TimeSpan For)? Stuck => informers
        .Select(informer => (Kind: informer.Kind.Name, For: informer.SinceSignOfLife))
        .Where(informer => informer.For > 2 * silence)
        .Select(informer => ((string, TimeSpan)?)informer)
        .FirstOrDefault();

    /// <summary>Lists the kind again at once.</summary>
    /// <returns>Completed when everything of a list that began after this call was told.</returns>
    public Task RelistAsync(string kind) => Task.WhenAll(informers.Where(informer => informer.Kind.Name == kind).Select(informer => informer.RelistAsync()));

    /// <summary>Runs until it is cancelled; never throws. To be called once.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        Task.WhenAll(informers.Select(informer => informer.RunAsync(CountDown, cancellation)));

    private void CountDown()
    {
        if (Interlocked.Decrement(ref missing) == 0)
        {
            sink(new Fact.InSync());
        }
    }
}
