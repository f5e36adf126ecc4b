using LbController.Core.Snapshot;
using LbController.Engine.Facts;
using Microsoft.Extensions.Logging;

namespace LbController.Host.State;

/// <summary>
/// Keeps the last state on disk while the API server is there, and plays it to the reactor when a speaker starts without one. When the API
/// server comes back its objects replace those of the file one by one, and what it does not have any more is gone: nothing flaps.
/// The age of the file counts from when the API server last confirmed it, to the hour, so a cluster in which nothing changes does not age.
/// </summary>
/// <param name="file">Where it is kept.</param>
/// <param name="sink">Takes what is played.</param>
/// <param name="sinceConfirmed">How long ago the API server last confirmed everything; null: it has not yet.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">What is played, and why not.</param>
internal sealed partial class StateKeeper(StateFile file, Action<Fact> sink, Func<TimeSpan?> sinceConfirmed, TimeProvider time, ILogger<StateKeeper> logger)
{
    /// <summary>How long a starting speaker waits for the API server.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(3);

    /// <summary>Between two writes.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Confirmed so much later than the file says, it is written again though nothing has changed.</summary>
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly SortedDictionary<(string Kind, ObjectKey Key), SnapshotObject> objects = [];
    private readonly HashSet<(string Kind, ObjectKey Key)> unconfirmed = [];
    private bool isInSync;
    private bool isChanged;
    private bool hasFailed;
    private DateTimeOffset stamped = DateTimeOffset.MinValue;

    /// <summary>Takes in what the API server says; what it must be told besides is returned.</summary>
    public IReadOnlyList<Fact> Witness(Fact fact)
    {
        lock (gate)
        {
            switch (fact)
            {
                case Fact.Seen { Object: var item } when LastState.Holds(item):
                    var place = (item.GetType().Name, item.Key);
                    unconfirmed.Remove(place);
                    isChanged |= !objects.TryGetValue(place, out var old) || !old.Equals(item);
                    objects[place] = item;
                    return [];
                case Fact.Gone gone:
                    unconfirmed.Remove((gone.Kind.Name, gone.Key));
                    isChanged |= objects.Remove((gone.Kind.Name, gone.Key));
                    return [];
                case Fact.InSync:
                    isInSync = true;
                    return Unconfirmed();
                default:
                    return [];
            }
        }
    }

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(StartPatience, time, cancellation);
            PlayIfAlone();
            while (true)
            {
                await Task.Delay(Pause, time, cancellation);
                WriteIfDue();
            }
        }
        catch (OperationCanceledException)
        {
            WriteIfDue();
        }
    }

    internal void PlayIfAlone()
    {
        lock (gate)
        {
            if (isInSync)
            {
                return;
            }

            var last = file.Read(time.GetUtcNow(), out var why);
            if (last is null)
            {
                NotUsed(why.Length == 0 ? "there is none" : why);
                return;
            }

            foreach (var item in last.All().Where(item => objects.TryAdd((item.GetType().Name, item.Key), item)))
            {
                unconfirmed.Add((item.GetType().Name, item.Key));
                sink(new Fact.Seen(item));
            }

            Played(objects.Count);
            sink(new Fact.InSync());
        }
    }

    /// <summary>Writes what has changed, and the time stamp when it lags behind.</summary>
    internal void WriteIfDue()
    {
        LastState state;
        if (sinceConfirmed() is not { } ago)
        {
            return;
        }

        var confirmed = time.GetUtcNow() - ago;
        lock (gate)
        {
            if (!isInSync || !(isChanged || confirmed - stamped >= RefreshEvery))
            {
                return;
            }

            isChanged = false;
            state = LastState.Of(objects.Values);
        }

        try
        {
            file.Write(state, confirmed);
            (stamped, hasFailed) = (confirmed, false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!hasFailed)
            {
                CannotWrite(failure.Message);
            }

            hasFailed = true;
            lock (gate)
            {
                isChanged = true;
            }
        }
    }

    private List<Fact> Unconfirmed()
    {
        var gone = new List<Fact>();
        foreach (var place in unconfirmed.Where(objects.ContainsKey))
        {
            gone.Add(new Fact.Gone(objects[place].GetType(), place.Key));
            objects.Remove(place);
            isChanged = true;
        }

        unconfirmed.Clear();
        return gone;
    }

    [LoggerMessage(EventId = 110, Level = LogLevel.Warning, Message = "the API server does not answer: going on from the last state on disk, {Count} objects")]
    private partial void Played(int count);

    [LoggerMessage(EventId = 111, Level = LogLevel.Warning, Message = "the API server does not answer, and the last state on disk is not used: {Why}")]
    private partial void NotUsed(string why);

    [LoggerMessage(EventId = 112, Level = LogLevel.Warning, Message = "the last state cannot be kept on disk: {Why}")]
    private partial void CannotWrite(string why);
}
