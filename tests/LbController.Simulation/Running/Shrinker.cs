using LbController.Simulation.Bugs;
using LbController.Simulation.Faults;

namespace LbController.Simulation.Running;

/// <summary>
/// Finds few moves of a failing seed that still break the same rule: first a short beginning, then without each that is not needed. What remains fails
/// no more without any one of its moves, its last above all.
/// </summary>
public static class Shrinker
{
    /// <summary>A move may be needed only for the sake of others that go.</summary>
    private const int MostRounds = 5;

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

        // Halving takes it that whatever begins like a beginning that fails fails too; a later move may mend what an earlier one broke.
        for (var (rounds, isDone) = (0, false); rounds < MostRounds && !isDone; rounds++)
        {
            isDone = true;
            for (var i = best.Moves.Count - 1; i >= 0; i--)
            {
                if (Try([.. best.Moves.Where((_, index) => index != i)]) is { } fewer)
                {
                    (best, isDone) = (fewer, false);
                }
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
