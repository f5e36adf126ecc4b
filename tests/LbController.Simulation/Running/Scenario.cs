using System.Globalization;
using LbController.Simulation.Bugs;
using LbController.Simulation.Faults;

namespace LbController.Simulation.Running;

/// <summary>Lines of a scenario, as a replay prints them: they run as the seed did, with its chance, and end in rest and silence.</summary>
public static class Scenario
{
    /// <param name="seed">Where the shape and the world's chance come from.</param>
    /// <param name="lines">One move a line.</param>
    /// <param name="bug">A planted bug, to see that the scenario notices it.</param>
    /// <exception cref="FormatException">A line is none.</exception>
    public static SeedResult Run(ulong seed, string lines, PlantedBug? bug = null) => SeedRun.Run(
        seed,
        MoveDeck.ShapeOf(seed),
        [.. lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(MoveReader.ReadLine)],
        bug ?? PlantedBug.None);

    /// <summary>The moves of a run, as lines.</summary>
    public static string Of(SeedResult result) =>
        string.Join('\n', result.Moves.Select(move => string.Create(CultureInfo.InvariantCulture, $"at {move.At.TotalSeconds:0.000000} {move.Text}")));
}
