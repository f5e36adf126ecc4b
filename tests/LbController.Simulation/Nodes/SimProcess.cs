using LbController.Core.Snapshot;
using LbController.Engine;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Simulation.Checkers;
using LbController.Simulation.Cluster;
using LbController.Simulation.Running;
using LbController.Simulation.Time;

namespace LbController.Simulation.Nodes;

/// <summary>
/// A running daemon: the real reactor, a mailbox in which the latest value of an object wins, a clock that drifts. It starts, is paused,
/// killed, asked to leave, and starts again without memory.
/// </summary>
public abstract class SimProcess(World world, string name)
{
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LastWrites = TimeSpan.FromMilliseconds(500);

    private readonly SortedDictionary<string, int> slots = new(StringComparer.Ordinal);
    private List<Fact?> mailbox = [];
    private IReactor? reactor;
    private ClusterView? view;
    private TimeSpan startedAt;
    private TimeSpan? turnAt;
    private long turnNumber;
    private bool isEnding;
    private bool isToStart;

    public string Name => name;

    /// <summary>The node whose statuses it writes; empty: none.</summary>
    public virtual string NodeName => "";

    /// <summary>The name of its ConfigurationState.</summary>
    public virtual string StateName => "controller";

    public abstract IReadOnlyList<Type> WatchedKinds { get; }

    public IReadOnlyList<SimWatch> Watches { get; internal set; } = [];

    /// <summary>Writes of another term are given up before they arrive.</summary>
    public virtual int Term => 0;

    /// <summary>Grows with each start.</summary>
    public int Run { get; private set; }

    /// <summary>The machine that it is to run on is there.</summary>
    public virtual bool HasPower => true;

    public bool IsRunning => reactor is not null;

    public bool IsPaused { get; private set; }

    /// <summary>Was asked to leave and is about to end.</summary>
    public bool IsLeaving { get; private set; }

    public bool IsInSync { get; private set; }

    public TimeSpan InSyncAt { get; private set; }

    /// <summary>How long this run has lasted.</summary>
    public TimeSpan Age => world.Now - startedAt;

    /// <summary>How fast its clock runs: 1 is right.</summary>
    public double ClockRate { get; set; } = 1;

    /// <summary>Its way to the API server is cut.</summary>
    public bool IsCutOff { get; set; }

    public bool IsUpToDate => IsInSync && Watches.All(watch => watch.IsUpToDate) && !mailbox.Exists(fact => fact is not null);

    /// <summary>What it was told of the cluster, by kind and name, as far as it has read its mail.</summary>
    public SortedDictionary<(string Kind, ObjectKey Key), SnapshotObject> Told { get; } = [];

    /// <summary>The cluster as it was told.</summary>
    public ClusterView View => view ??= Oracle.Of(Told.Values);

    protected World World => world;

    public void Start()
    {
        if (IsRunning || !HasPower)
        {
            return;
        }

        Run++;
        (IsPaused, IsLeaving, IsInSync, isEnding) = (false, false, false, false);
        Told.Clear();
        view = null;
        mailbox = [];
        slots.Clear();
        turnAt = null;
        startedAt = world.Now;
        reactor = world.Bug.Wrap(this, MakeReactor());
        world.Tell(name, $"starts, run {Run}");
        world.Watches.Begin(this);
        Started();
    }

    /// <summary>Ends at once, as kill -9 does.</summary>
    public void Kill()
    {
        isToStart = false;
        End();
    }

    /// <summary>Asked to leave, and started anew as soon as it has ended: what an upgrade does.</summary>
    public void Restart()
    {
        if (IsRunning)
        {
            Leave();
            isToStart = true;
        }
        else
        {
            Start();
        }
    }

    /// <summary>SIGTERM: a few seconds for the farewell, then half a second for the last writes.</summary>
    public void Leave()
    {
        if (!IsRunning || IsLeaving)
        {
            return;
        }

        Resume();
        IsLeaving = true;
        AskedToLeave();
        world.Tell(name, "is asked to leave");
        var run = Run;
        Post(run, new Fact.Leaving());
        world.Agenda.After(LongestFarewell, () => End(run));
    }

    public void Pause()
    {
        if (IsRunning && !IsPaused && !IsLeaving)
        {
            world.Tell(name, "is paused");
            IsPaused = true;
        }
    }

    public void Resume()
    {
        if (IsRunning && IsPaused)
        {
            world.Tell(name, "goes on");
            IsPaused = false;
            Woken();
            ScheduleTurn(world.Now + world.Random.Between(0.2, 2));
        }
    }

    public void Post(int run, Fact fact)
    {
        if (!IsRunning || run != Run)
        {
            return;
        }

        if (SlotOf(fact) is { } slot)
        {
            if (slots.TryGetValue(slot, out var index))
            {
                mailbox[index] = null;
            }

            slots[slot] = mailbox.Count;
        }

        mailbox.Add(fact);
        ScheduleTurn(world.Now + world.Random.Between(0.05, 0.5));
    }

    protected abstract IReactor MakeReactor();

    protected abstract void CarryOut(Command command);

    /// <summary>Every watch has told what there is; the process hears that it is in sync next.</summary>
    internal virtual void Listed()
    {
    }

    protected virtual void Started()
    {
    }

    protected virtual void Ended()
    {
    }

    protected virtual void Woken()
    {
    }

    protected virtual void AskedToLeave()
    {
    }

    protected TimeSpan OwnTime(TimeSpan at) => (at - startedAt) * ClockRate;

    internal TimeSpan WorldTime(TimeSpan own) => startedAt + (own / ClockRate) + TimeSpan.FromTicks(1);

    private void End()
    {
        if (IsRunning)
        {
            world.Tell(name, "ends");
            reactor = null;
            turnAt = null;
            Ended();
        }
    }

    private void End(int run)
    {
        if (Run == run && IsRunning && !isEnding)
        {
            isEnding = true;
            world.Agenda.After(LastWrites, () =>
            {
                if (Run == run && IsRunning)
                {
                    world.Checkers.Left(this);
                    End();
                    if (isToStart)
                    {
                        isToStart = false;
                        world.Agenda.After(world.Random.Between(100, 900), Start);
                    }
                }
            });
        }
    }

    private void ScheduleTurn(TimeSpan at)
    {
        if (turnAt <= at)
        {
            return;
        }

        turnAt = at;
        var number = ++turnNumber;
        world.Agenda.At(at, () =>
        {
            if (number == turnNumber && IsRunning)
            {
                turnAt = null;
                Turn();
            }
        });
    }

    private void Turn()
    {
        if (IsPaused)
        {
            return;
        }

        var facts = mailbox.OfType<Fact>().ToList();
        mailbox = [];
        slots.Clear();
        foreach (var fact in facts)
        {
            Learn(fact);
        }

        var step = Step(facts);
        world.Checkers.Stepped(this, isIdle: facts.Count == 0 && step.Commands.Count == 0);
        foreach (var command in step.Commands)
        {
            world.Checkers.Commanded(this, command);
            CarryOut(command);
        }

        if (IsLeaving && !step.IsStillLeaving)
        {
            End(Run);
        }

        if (step.WakeAt is { } wake)
        {
            var at = WorldTime(wake);
            ScheduleTurn(at > world.Now ? at : world.Now + TimeSpan.FromMicroseconds(100));
        }
    }

    private Step Step(List<Fact> facts)
    {
        try
        {
            return reactor!.Step(facts, OwnTime(world.Now));
        }
        catch (Exception defect) when (defect is not ViolationException)
        {
            world.Fail("defect", $"{name}: {defect.GetType().Name}: {defect.Message}");
            return new Step([], null);
        }
    }

    private void Learn(Fact fact)
    {
        switch (fact)
        {
            case Fact.Seen seen:
                Told[(seen.Object.GetType().Name, seen.Object.Key)] = seen.Object;
                view = null;
                break;
            case Fact.Gone gone:
                Told.Remove((gone.Kind.Name, gone.Key));
                view = null;
                break;
            case Fact.InSync:
                IsInSync = true;
                InSyncAt = world.Now;
                break;
        }
    }

    private static string? SlotOf(Fact fact) => fact switch
    {
        Fact.Seen seen => $"{seen.Object.GetType().Name} {seen.Object.Key}",
        Fact.Gone gone => $"{gone.Kind.Name} {gone.Key}",
        NetworkFact.LinkSeen link => $"link {link.Link.Index}",
        _ => null,
    };
}
