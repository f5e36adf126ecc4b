using LbController.Simulation.Bugs;
using LbController.Simulation.Faults;

namespace LbController.Simulation.Running;

/// <summary>Finds the fewest moves of a failing seed that still break the same rule: first the shortest beginning, then without each that is not needed.</summary>
public static class Shrinker
{
    public static SeedResult Shrink(SeedResult failed, PlantedBug bug)
    {
        var shape = MoveDeck.ShapeOf(failed.Seed);
        var best = failed;
        var (low, high) = (0, failed.Moves.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Try([.. failed.Moves.Take(middle)]) is { } shorter)
            {
                (best, high) = (shorter, middle);
            }
            else
            {
                low = middle + 1;
            }
        }

        for (var i = best.Moves.Count - 1; i >= 0; i--)
        {
            if (Try([.. best.Moves.Where((_, index) => index != i)]) is { } fewer)
            {
                best = fewer;
            }
        }

        return SeedRun.Run(failed.Seed, shape, best.Moves, bug, keepsLines: true);

        SeedResult? Try(IReadOnlyList<Move> moves)
        {
            var result = SeedRun.Run(failed.Seed, shape, moves, bug);
            return result.Violation?.Checker == failed.Violation!.Checker ? result : null;
        }
    }
}
