namespace LbController.Kubernetes.Watching;

/// <summary>Who wants a list that is read from now on. A list that began before the question is no answer.</summary>
internal sealed class RelistRequests
{
    private readonly Lock gate = new();
    private TaskCompletionSource? waiting;
    private CancellationTokenSource? reading;

    public bool IsDue
    {
        get
        {
            lock (gate)
            {
                return waiting is not null;
            }
        }
    }

    /// <summary>Ends the watch or the list under way, so that the new list comes at once.</summary>
    /// <returns>Completed when everything of a new list was told.</returns>
    public Task Ask()
    {
        lock (gate)
        {
            waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            reading?.Cancel();
            return waiting.Task;
        }
    }

    /// <summary>A list begins: it answers those who have asked so far.</summary>
    public TaskCompletionSource? Take()
    {
        lock (gate)
        {
            var taken = waiting;
            waiting = null;
            return taken;
        }
    }

    /// <summary>The list has failed; the next one answers.</summary>
    public void PutBack(TaskCompletionSource? taken)
    {
        lock (gate)
        {
            if (taken is not null && waiting is not null)
            {
                _ = waiting.Task.ContinueWith(_ => taken.TrySetResult(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }

            waiting ??= taken;
        }
    }

    /// <summary>A list or a watch begins, which a question ends; to be disposed of with it.</summary>
    public CancellationTokenSource Begin(CancellationToken cancellation)
    {
        var round = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        lock (gate)
        {
            reading = round;
            if (waiting is not null)
            {
                round.Cancel();
            }
        }

        return round;
    }

    /// <summary>It is over.</summary>
    public void End()
    {
        lock (gate)
        {
            reading = null;
        }
    }
}
