using LbController.Simulation.Bugs;
using LbController.Simulation.Faults;
using LbController.Simulation.Time;

namespace LbController.Simulation.Running;

/// <summary>One seed from its beginning to its end: a storm of faults and edits, calm, then silence.</summary>
public static class SeedRun
{
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <param name="muted">The checker that does not speak; empty: all speak.</param>
    public static SeedResult Run(ulong seed, PlantedBug bug, bool keepsLines = false, string muted = "")
    {
        var shape = MoveDeck.ShapeOf(seed);
        return Run(seed, shape, MoveDeck.Draw(seed, shape), bug, keepsLines, muted);
    }

    /// <param name="moves">Those of the seed, or some of them.</param>
    public static SeedResult Run(ulong seed, Shape shape, IReadOnlyList<Move> moves, PlantedBug bug, bool keepsLines = false, string muted = "")
    {
        World? world = null;
        Violation? violation = null;
        try
        {
            world = new World(seed, shape, bug, keepsLines, muted);
            var whole = world;
            foreach (var move in moves)
            {
                world.Agenda.At(move.At, () =>
                {
                    whole.Tell("move", move.Text);
                    move.Do(whole);
                });
            }

            world.RunFor(MoveDeck.Storm + TimeSpan.FromSeconds(15));
            world.Heal();
            world.RunFor(Calm);
            world.Checkers.AtRest();
            world.Checkers.BeginSilence();
            world.RunFor(Silence);
            world.Checkers.AtRest();
        }
        catch (ViolationException broken)
        {
            violation = broken.Violation;
        }

        return new SeedResult(seed, violation, world?.Trace.Hash ?? 0, moves, world?.Trace.Lines ?? []);
    }
}
