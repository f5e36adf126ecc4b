using LbController.Engine.Commands;
using LbController.Engine.Facts;

namespace LbController.Engine.Recording;

/// <summary>One step of a reactor: what it was given and what it answered.</summary>
/// <param name="At">The reactor's own time.</param>
/// <param name="Facts">What had happened.</param>
/// <param name="Commands">What it then wanted done.</param>
public sealed record RecordedStep(TimeSpan At, IReadOnlyList<Fact> Facts, IReadOnlyList<Command> Commands);
