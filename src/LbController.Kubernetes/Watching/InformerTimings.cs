namespace LbController.Kubernetes.Watching;

/// <summary>The times of an <see cref="Informer"/>.</summary>
public sealed record InformerTimings
{
    /// <summary>The shortest time after which the server is asked to end a watch; the longest is twice that.</summary>
    public TimeSpan WatchAtLeast { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A watch that delivers no byte for this long is given up and opened again. API servers send a bookmark about every minute.
    /// </summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>After this long the whole list is read again when a watch ends, to catch what no watch reported.</summary>
    public TimeSpan RelistEvery { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>A watch that ends sooner counts as failed: the next one waits for its pause.</summary>
    public TimeSpan ShortWatch { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The first pause after a failure, doubled each time, with jitter.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest pause.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Objects a page of a list.</summary>
    public int PageSize { get; init; } = 500;
}
