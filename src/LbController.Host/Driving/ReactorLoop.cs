using LbController.Engine;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Figures;
using Microsoft.Extensions.Logging;

namespace LbController.Host.Driving;

/// <summary>
/// The one writer: drains the mailbox, steps the reactor, hands its commands to the adapters, and sleeps until a fact comes
/// or the reactor asked to be woken. It decides nothing, and blocks its thread, which must be its own: the loop tells others that this node
/// lives, and must not wait behind whatever the pool of threads is busy with.
/// </summary>
internal sealed partial class ReactorLoop(
    IReactor reactor,
    Mailbox mailbox,
    Action<TimeSpan, IReadOnlyList<Fact>, IReadOnlyList<Command>> record,
    Action<Command> dispatch,
    TimeProvider time,
    ILogger<ReactorLoop> logger)
{
    /// <summary>The loop turns at least this often, so that its heart can be watched.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(5);

    /// <summary>Called before each turn: posts what is here already and has not been posted yet.</summary>
    public Action Collect { get; init; } = () => { };

    private long lastTurn = time.GetTimestamp();
    private bool isStillLeaving;
    private TaskCompletionSource<IReadOnlyList<Figure>>? asked;

    /// <summary>How long ago the loop last came round; a large value means that it hangs.</summary>
    public TimeSpan SinceLastTurn => time.GetElapsedTime(Interlocked.Read(ref lastTurn));

    /// <summary>Turns until it is cancelled.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, be it during a turn: the farewell is due.</exception>
    public void Run(CancellationToken cancellation)
    {
        TimeSpan? wakeAt = null;
        while (true)
        {
            var sleep = wakeAt is { } at ? Clamp(at - Now) : LongestSleep;
            mailbox.Wait(sleep, cancellation);
            wakeAt = Turn();
        }
    }

    /// <summary>Goes on after the end of <see cref="Run"/> until the reactor has said its farewell, or the time is up.</summary>
    public void Leave(TimeSpan atMost)
    {
        var end = Now + atMost;
        for (var wakeAt = Turn(); isStillLeaving && Now < end; wakeAt = Turn())
        {
            var until = wakeAt < end ? wakeAt.Value : end;
            mailbox.Wait(Clamp(until - Now), CancellationToken.None);
        }
    }

    /// <summary>The reactor in numbers, counted by the loop itself at its next turn; all who ask before that get the same.</summary>
    public Task<IReadOnlyList<Figure>> FiguresAsync()
    {
        var own = new TaskCompletionSource<IReadOnlyList<Figure>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = Interlocked.CompareExchange(ref asked, own, null) ?? own;
        mailbox.Knock();
        return answer.Task;
    }

    /// <summary>Steps once with whatever waits.</summary>
    private TimeSpan? Turn()
    {
        Interlocked.Exchange(ref lastTurn, time.GetTimestamp());
        Collect();
        var step = Take(mailbox.Drain(), Now);
        foreach (var command in step.Commands)
        {
            Commanded(command);
            dispatch(command);
        }

        isStillLeaving = step.IsStillLeaving;
        Interlocked.Exchange(ref asked, null)?.SetResult([.. reactor.Figures()]);
        return step.WakeAt;
    }

    private Step Take(IReadOnlyList<Fact> facts, TimeSpan now)
    {
        IReadOnlyList<Command> commands = [];
        try
        {
            var step = reactor.Step(facts, now);
            commands = step.Commands;
            return step;
        }
        finally
        {
            // Also a step that breaks: it is the one that people want to see.
            record(now, facts, commands);
        }
    }

    /// <summary>The monotonic clock from its own zero, so that a moment which the reactor names means the same to the packet loops.</summary>
    private TimeSpan Now => time.GetElapsedTime(0);

    private static TimeSpan Clamp(TimeSpan sleep) =>
        sleep < TimeSpan.Zero ? TimeSpan.Zero : sleep > LongestSleep ? LongestSleep : sleep;

    [LoggerMessage(EventId = 100, Level = LogLevel.Debug, Message = "command {Command}")]
    private partial void Commanded(Command command);
}
