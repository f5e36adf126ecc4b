using LbController.Simulation.Running;

namespace LbController.Simulation.Faults;

/// <summary>Something that a seed does to the world at a moment: a fault, its end, or an edit of a user.</summary>
/// <param name="At">When.</param>
/// <param name="Text">As a line of a scenario.</param>
/// <param name="Do">What.</param>
public sealed record Move(TimeSpan At, string Text, Action<World> Do);
