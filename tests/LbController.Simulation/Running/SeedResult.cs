using LbController.Simulation.Faults;
using LbController.Simulation.Time;

namespace LbController.Simulation.Running;

/// <summary>How a seed ended.</summary>
/// <param name="Violation">The first rule that did not hold; null: all held.</param>
/// <param name="Hash">Over everything that happened.</param>
public sealed record SeedResult(ulong Seed, Violation? Violation, ulong Hash, IReadOnlyList<Move> Moves, IReadOnlyList<string> Lines);
