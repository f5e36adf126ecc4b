using LbController.Engine.Facts;
using LbController.Kubernetes.Client;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace LbController.Kubernetes.Watching;

/// <summary>
/// Follows all objects of one kind, whatever happens: list, then watch from the list's version; a watch that ends goes on from the last
/// version; a version that was forgotten (410) means a new list; failures are repeated with growing, jittered pauses.
/// </summary>
/// <param name="kind">What to follow.</param>
/// <param name="client">The way to the server.</param>
/// <param name="timings">Deadlines and pauses.</param>
/// <param name="sink">Takes the facts, from one thread at a time; must not block.</param>
/// <param name="time">The clock of the deadlines.</param>
/// <param name="logger">Failures are told here, at the level of a warning from the third in a row on.</param>
public sealed partial class Informer(
    WatchedKind kind,
    ClusterClient client,
    InformerTimings timings,
    Action<Fact> sink,
    TimeProvider time,
    ILogger logger)
{
    private readonly ObjectFacts facts = new(kind, sink, logger);
    private readonly RelistRequests relists = new();
    private long listedAt;
    private long signOfLife = time.GetTimestamp();
    private long heard = time.GetTimestamp();
    private bool mustList = true;
    private Action? firstListed;

    public WatchedKind Kind => kind;

    /// <summary>How long ago this informer last did anything: took a line, tried, or failed. An unreachable server does not make it grow.</summary>
    public TimeSpan SinceSignOfLife => time.GetElapsedTime(Interlocked.Read(ref signOfLife));

    /// <summary>How long ago the server last said anything about this kind: a list, a watch it accepted, a line of one, bookmarks included.</summary>
    public TimeSpan SinceHeard => time.GetElapsedTime(Interlocked.Read(ref heard));

    /// <summary>Lists again at once. Completed when everything of a list that began after this call was told.</summary>
    public Task RelistAsync() => relists.Ask();

    /// <summary>Runs until it is cancelled; never throws.</summary>
    /// <param name="onFirstList">Called once, after the facts of the first complete list.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(Action onFirstList, CancellationToken cancellation)
    {
        firstListed = onFirstList;
        var watcher = new KindWatcher(kind, client, timings, facts, Heard, time);
        var pipeline = BuildRetry();
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await pipeline.ExecuteAsync(token => RoundAsync(watcher, token), cancellation);
            }
            catch (Exception) when (cancellation.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>A list if one is due, and a watch. What fails after progress is no failure: the next round starts at once.</summary>
    private async ValueTask RoundAsync(KindWatcher watcher, CancellationToken cancellation)
    {
        Live();
        if (mustList || relists.IsDue || time.GetElapsedTime(listedAt) >= timings.RelistEvery)
        {
            if (!await ListAsync(watcher, cancellation))
            {
                return;
            }
        }

        var start = time.GetTimestamp();
        using var watch = relists.Begin(cancellation);
        try
        {
            await watcher.WatchAsync(watch.Token);
        }
        catch (Exception) when (watch.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return;
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            mustList |= failure is VersionExpiredException;
            if (!MadeProgress())
            {
                throw;
            }

            WatchEnded(kind.Name, failure.Message);
            return;
        }
        finally
        {
            relists.End();
        }

        if (!MadeProgress())
        {
            throw new WatchFailedException("the server ended the watch at once");
        }

        bool MadeProgress() => watcher.WasAccepted && time.GetElapsedTime(start) >= timings.ShortWatch;
    }

    /// <returns>False: somebody has asked for a list that begins later, and this one was given up for it.</returns>
    private async Task<bool> ListAsync(KindWatcher watcher, CancellationToken cancellation)
    {
        var asked = relists.Take();
        using var list = relists.Begin(cancellation);
        try
        {
            facts.BeginList();
            watcher.Version = await new KindLister(kind, client, timings.PageSize).ListAsync(facts.Seen, list.Token);
            facts.EndList();
        }
        catch (Exception) when (list.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            relists.PutBack(asked);
            return false;
        }
        catch
        {
            relists.PutBack(asked);
            throw;
        }
        finally
        {
            relists.End();
        }

        asked?.TrySetResult();
        listedAt = time.GetTimestamp();
        Heard();
        mustList = false;
        Interlocked.Exchange(ref firstListed, null)?.Invoke();
        return true;
    }

    private void Heard()
    {
        Live();
        Interlocked.Exchange(ref heard, time.GetTimestamp());
    }

    private void Live() => Interlocked.Exchange(ref signOfLife, time.GetTimestamp());

    private ResiliencePipeline BuildRetry() => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            // Also a cancellation, if it is not the caller's: the transport cancels on its own account.
            ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Exception is not null && !attempt.Context.CancellationToken.IsCancellationRequested),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = timings.FirstPause,
            MaxDelay = timings.LongestPause,
            MaxRetryAttempts = int.MaxValue,
            OnRetry = Report,
        })
        .Build();

    private ValueTask Report(OnRetryArguments<object> attempt)
    {
        Live();
        // One failure is everyday life: a server restarts, a connection is cut.
        var (number, pause, why) = (attempt.AttemptNumber + 1, attempt.RetryDelay.TotalSeconds, attempt.Outcome.Exception?.Message ?? "");
        if (attempt.AttemptNumber < 2)
        {
            FailedOnce(kind.Name, number, pause, why);
        }
        else
        {
            FailsOn(kind.Name, number, pause, why);
        }

        return ValueTask.CompletedTask;
    }

    [LoggerMessage(EventId = 211, Level = LogLevel.Debug, Message = "the watch of {Kind} ended: {Reason}")]
    private partial void WatchEnded(string kind, string reason);

    [LoggerMessage(EventId = 212, Level = LogLevel.Information, Message = "cannot follow {Kind}, failure {Number} in a row, next try in {Pause:F1} s: {Reason}")]
    private partial void FailedOnce(string kind, int number, double pause, string reason);

    [LoggerMessage(EventId = 213, Level = LogLevel.Warning, Message = "cannot follow {Kind}, failure {Number} in a row, next try in {Pause:F1} s: {Reason}")]
    private partial void FailsOn(string kind, int number, double pause, string reason);
}
