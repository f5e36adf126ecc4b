namespace LbController.Lab.ApiServer.Store;

/// <summary>The last changes of one resource, in order, in a ring. Guarded by the store's gate.</summary>
internal sealed class EventLog(int capacity, long startRevision)
{
    private readonly StoreEvent[] ring = new StoreEvent[capacity];
    private long appended;
    private TaskCompletionSource changed = NewSignal();

    /// <summary>Changes up to and including this revision are no longer known.</summary>
    public long ForgottenRevision { get; private set; } = startRevision;

    /// <summary>Completes with the next change.</summary>
    public Task Changed => changed.Task;

    public void Append(StoreEvent change)
    {
        var slot = (int)(appended++ % capacity);
        if (ring[slot] is { } forgotten)
        {
            ForgottenRevision = forgotten.Revision;
        }
        ring[slot] = change;
        var signal = changed;
        changed = NewSignal();
        signal.SetResult();
    }

    /// <summary>The changes after the revision, oldest first.</summary>
    public IReadOnlyList<StoreEvent> After(long revision)
    {
        var oldest = Math.Max(0, appended - capacity);
        var first = appended;
        while (first > oldest && ring[(int)((first - 1) % capacity)].Revision > revision)
        {
            first--;
        }
        var news = new List<StoreEvent>((int)(appended - first));
        for (var at = first; at < appended; at++)
        {
            news.Add(ring[(int)(at % capacity)]);
        }
        return news;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
