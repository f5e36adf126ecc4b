namespace LbController.Kubernetes.Writing;

/// <summary>
/// Runs work for many objects at once, up to a bound, and work for the same object one after the other in the order given.
/// Lanes take turns, so that a busy one does not starve the others.
/// </summary>
internal sealed class OrderedLanes(int width)
{
    private readonly Lock gate = new();
    private readonly Dictionary<object, Queue<Func<Task>>> lanes = [];
    private readonly Queue<object> ready = [];
    private TaskCompletionSource? idle;
    private int running;
    private int waiting;

    /// <summary>Work that was given and has not ended.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>Comes back at once.</summary>
    /// <param name="lane">Equal values are one lane.</param>
    /// <param name="work">Must not throw.</param>
    public void Enqueue(object lane, Func<Task> work)
    {
        lock (gate)
        {
            waiting++;
            if (!lanes.TryGetValue(lane, out var queue))
            {
                lanes[lane] = queue = new Queue<Func<Task>>();
                ready.Enqueue(lane);
            }

            queue.Enqueue(work);
            StartReady();
        }
    }

    /// <summary>Ends as soon as there is nothing left to do.</summary>
    public Task WhenIdleAsync()
    {
        lock (gate)
        {
            if (waiting == 0)
            {
                return Task.CompletedTask;
            }

            idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return idle.Task;
        }
    }

    private void StartReady()
    {
        while (running < width && ready.TryDequeue(out var lane))
        {
            running++;
            var work = lanes[lane].Dequeue();
            _ = Task.Run(() => RunAsync(lane, work));
        }
    }

    private async Task RunAsync(object lane, Func<Task> work)
    {
        try
        {
            await work();
        }
        finally
        {
            lock (gate)
            {
                End(lane);
                StartReady();
            }
        }
    }

    private void End(object lane)
    {
        running--;
        waiting--;
        if (lanes[lane].Count > 0)
        {
            ready.Enqueue(lane);
        }
        else
        {
            lanes.Remove(lane);
        }

        if (waiting == 0)
        {
            idle?.SetResult();
            idle = null;
        }
    }
}
