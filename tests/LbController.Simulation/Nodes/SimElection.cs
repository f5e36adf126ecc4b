using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Leading;
using LbController.Simulation.Running;

namespace LbController.Simulation.Nodes;

/// <summary>One run of a controller strives to lead: the real state machine on the simulated API server, in the controller's own time.</summary>
internal sealed class SimElection(World world, SimController controller)
{
    private static readonly TimeSpan NoAnswer = TimeSpan.FromSeconds(2);

    private readonly LeaseMachine machine = new(controller.Identity, new LeaseOptions(), _ => false);
    private readonly int run = controller.Run;
    private Action? held;
    private Command.RecordPromises? asked;
    private bool isTold;
    private bool isWaiting;
    private long wait;

    private bool IsOver => !controller.IsRunning || controller.Run != run;

    public void Begin() => world.Agenda.After(world.Random.Between(1, 20), Turn);

    /// <summary>What came while the process was paused is read now.</summary>
    public void Woken()
    {
        if (held is { } late)
        {
            held = null;
            world.Agenda.After(world.Random.Between(0.05, 1), () => Go(late));
        }
    }

    /// <summary>The reactor has promises to record.</summary>
    public void Record(Command.RecordPromises record)
    {
        GiveUp();
        asked = record;
        if (isWaiting)
        {
            // The turn that was to come later comes now.
            wait++;
            Turn();
        }
    }

    /// <summary>Asked to leave: leads no more, and gives the Lease back.</summary>
    public void Release()
    {
        if (machine.Release(controller.Now) is { } released)
        {
            Tell();
            if (!world.Api.IsAway && !controller.IsCutOff)
            {
                world.Agenda.After(world.Random.Between(1, 8), () => world.Api.Lease.Write(released));
            }
        }
    }

    /// <summary>Does something of this run; a paused process does it when it is woken.</summary>
    private void Go(Action action)
    {
        if (IsOver || controller.IsLeaving)
        {
            return;
        }

        if (controller.IsPaused)
        {
            held = action;
            return;
        }

        action();
    }

    private void Turn() => Go(() =>
    {
        isWaiting = false;
        Tell();
        var now = controller.Now;
        if (asked is not null && !machine.Promise(asked.Promises, asked.IsUrgent, now))
        {
            GiveUp();
        }

        var action = machine.Next(now);
        if (action is LeaseAction.Wait pause)
        {
            var until = machine.LeadingUntil is { } end && end > now && end < pause.Until ? end : pause.Until;
            var number = ++wait;
            isWaiting = true;
            world.Agenda.At(controller.WorldTime(until), () =>
            {
                if (number == wait)
                {
                    Turn();
                }
            });
            return;
        }

        world.Agenda.After(world.Random.Between(1, 8), () => Arrive(action, now));
    });

    private void Arrive(LeaseAction action, TimeSpan startedAt)
    {
        if (world.Api.IsAway || controller.IsCutOff || (action is LeaseAction.Write && world.Api.Lease.IsStuck) || world.Random.Chance(world.Api.Faults.Failure))
        {
            world.Agenda.After(NoAnswer, () => Note(() => machine.Failed(controller.Now)));
            return;
        }

        var answer = action is LeaseAction.Write write ? world.Api.Lease.Write(write.Lease) : world.Api.Lease.Record;
        var isLost = world.Random.Chance(world.Api.Faults.LostAnswer);
        world.Agenda.After(world.Random.Between(1, 5), () => Note(() =>
        {
            if (isLost || (answer is null && action is LeaseAction.Write))
            {
                machine.Failed(controller.Now);
            }
            else if (action is LeaseAction.Write)
            {
                machine.Written(answer!, startedAt);
                Recorded();
            }
            else
            {
                machine.Read(answer, controller.Now);
            }
        }));
    }

    private void Recorded()
    {
        if (asked is { } done && done.Promises == machine.Promises)
        {
            asked = null;
            controller.Post(run, new Fact.Ended(done, Outcome.Done));
        }
    }

    private void GiveUp()
    {
        if (asked is { } given)
        {
            asked = null;
            controller.Post(run, new Fact.Ended(given, new Outcome(OutcomeKind.Failed, "not recorded")));
        }
    }

    private void Note(Action outcome) => Go(() =>
    {
        outcome();
        Turn();
    });

    /// <summary>Who begins to lead reads the Services anew first, as the host does.</summary>
    private void Tell()
    {
        var leads = machine.IsLeader(controller.Now);
        if (leads == isTold)
        {
            return;
        }

        isTold = leads;
        world.Tell(controller.Name, leads ? "leads" : "leads no more");
        var term = controller.NextTerm();
        GiveUp();
        var promises = machine.Promises;
        if (!leads)
        {
            controller.Post(run, new Fact.Leadership(false));
        }
        else
        {
            controller.ReadServicesAnew(() =>
            {
                if (controller.Term == term)
                {
                    controller.Post(run, new Fact.Leadership(true) { Promises = promises });
                }
            });
        }
    }
}
