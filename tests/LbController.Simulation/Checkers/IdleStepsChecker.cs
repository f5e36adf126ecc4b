using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Always: who asks to be woken has something to do then. Else a processor is busy with nothing.</summary>
public sealed class IdleStepsChecker(World world) : Checker(world, "idle-steps")
{
    private const int Most = 1000;
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly SortedDictionary<string, (int Count, TimeSpan Since)> idle = new(StringComparer.Ordinal);

    public override void Stepped(SimProcess process, bool isIdle)
    {
        if (!isIdle)
        {
            return;
        }

        var (count, since) = idle.GetValueOrDefault(process.Name);
        (count, since) = World.Now - since > Moment ? (0, World.Now) : (count + 1, since);
        idle[process.Name] = (count, since);
        if (count > Most)
        {
            Fail($"{process.Name} was woken {count} times since {since.TotalSeconds:0.000} s and had nothing to do");
        }
    }
}
