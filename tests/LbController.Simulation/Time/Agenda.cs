namespace LbController.Simulation.Time;

/// <summary>Virtual time: what is to happen when. Things of one moment happen in the order in which they were asked for.</summary>
public sealed class Agenda
{
    private readonly PriorityQueue<Action, (TimeSpan At, long Number)> waiting = new();
    private long number;

    public TimeSpan Now { get; private set; }

    public void At(TimeSpan at, Action action) => waiting.Enqueue(action, (at < Now ? Now : at, number++));

    public void After(TimeSpan pause, Action action) => At(Now + pause, action);

    /// <summary>Does the next thing that is due until then; false: there is none, and it is then.</summary>
    public bool TryStep(TimeSpan until)
    {
        if (!waiting.TryPeek(out _, out var next) || next.At > until)
        {
            Now = until;
            return false;
        }

        var action = waiting.Dequeue();
        Now = next.At;
        action();
        return true;
    }
}
