using LbController.Simulation.Running;

namespace LbController.Simulation.Bugs;

/// <summary>Looks for the first seed that notices a planted bug.</summary>
/// <param name="Seed">That seed, or the last one tried.</param>
/// <param name="Checker">Who noticed first; null: nobody.</param>
/// <param name="IsCaught">The checker that has to notice did.</param>
public sealed record BugHunt(ulong Seed, string? Checker, bool IsCaught)
{
    /// <summary>Within so many seeds each planted bug has to be caught by its checker.</summary>
    public const ulong MostSeeds = 40;

    /// <summary>Whether, in that seed or a later one of those allowed, its checker notices and no other would have.</summary>
    public bool IsNoticedByNobodyElse(PlantedBug bug)
    {
        for (var seed = Seed; IsCaught && seed <= MostSeeds; seed++)
        {
            if (SeedRun.Run(seed, bug).Violation?.Checker == bug.Checker && SeedRun.Run(seed, bug, muted: bug.Checker).Violation is null)
            {
                return true;
            }
        }

        return false;
    }

    public static BugHunt For(PlantedBug bug)
    {
        string? noticed = null;
        for (ulong seed = 1; seed <= MostSeeds; seed++)
        {
            var violation = SeedRun.Run(seed, bug).Violation;
            noticed ??= violation?.Checker;
            if (violation?.Checker == bug.Checker)
            {
                return new BugHunt(seed, bug.Checker, true);
            }
        }

        return new BugHunt(MostSeeds, noticed, false);
    }
}
