using LbController.Engine.Commands;

namespace LbController.Engine.Recording;

/// <summary>A step that was played anew.</summary>
/// <param name="Step">As it was recorded.</param>
/// <param name="Commands">What the reactor wants now.</param>
/// <param name="Missing">Wanted then and not now.</param>
/// <param name="Added">Wanted now and not then.</param>
/// <param name="Defect">The reactor broke; empty: it did not.</param>
public sealed record ReplayedStep(RecordedStep Step, IReadOnlyList<Command> Commands, IReadOnlyList<Command> Missing, IReadOnlyList<Command> Added, string Defect)
{
    public bool IsSame => Missing.Count == 0 && Added.Count == 0 && Defect.Length == 0;
}
