using LbController.Engine;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Simulation.Nodes;

namespace LbController.Simulation.Bugs;

/// <summary>A reactor with a planted bug around it.</summary>
internal sealed class TamperedReactor(SimProcess process, IReactor inner, PlantedBug bug) : IReactor
{
    private List<Fact> swallowed = [];

    public Step Step(IReadOnlyList<Fact> facts, TimeSpan now)
    {
        var told = swallowed.Concat(facts).SelectMany(fact => bug.Facts?.Invoke(process, fact) ?? [fact]).ToList();
        swallowed = [];
        var step = inner.Step(told, now);
        var commands = new List<Command>();
        foreach (var command in step.Commands)
        {
            var made = (bug.Commands?.Invoke(process, command) ?? [command]).ToList();
            if (made.Count == 0 && command is not (NetworkCommand.SendDatagram or NetworkCommand.SendSpare or NetworkCommand.SendTcp or NetworkCommand.Connect or NetworkCommand.CloseTcp))
            {
                swallowed.Add(new Fact.Ended(command, Outcome.Done));
            }

            commands.AddRange(made);
        }

        var wake = bug.Wake is null ? step.WakeAt : bug.Wake(process, now, step.WakeAt);
        return new Step(commands, swallowed.Count > 0 ? now : wake) { IsStillLeaving = step.IsStillLeaving };
    }
}
