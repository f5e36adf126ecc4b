namespace LbController.Kubernetes.Writing;

/// <summary>
/// Runs work for many objects at once, up to a bound, and work for the same object one after the other in the order given.
/// Lanes take turns, so that a busy one does not starve the others.
/// </summary>
/// <param name="width">How many run at once.</param>
/// <param name="before">Work that goes first: nothing begins here while all of its places are taken; null: there is none.</param>
internal sealed class OrderedLanes(int width, OrderedLanes? before = null)
{
    private readonly Lock gate = new();
    private readonly Dictionary<object, Queue<Func<Task>>> lanes = [];
    private readonly Queue<object> ready = [];
    private TaskCompletionSource? idle;
    private OrderedLanes? after;
    private int running;
    private int waiting;

    /// <summary>The same, for work that lets all of this go first.</summary>
    public OrderedLanes Behind(int places)
    {
        var later = new OrderedLanes(places, before: this);
        Volatile.Write(ref after, later);
        return later;
    }

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

    private bool IsFull => Volatile.Read(ref waiting) >= width;

    /// <summary>Those lanes have a place free now.</summary>
    private void Resume()
    {
        lock (gate)
        {
            StartReady();
        }
    }

    private void StartReady()
    {
        while (running < width && before is not { IsFull: true } && ready.TryDequeue(out var lane))
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

            if (!IsFull)
            {
                Volatile.Read(ref after)?.Resume();
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
