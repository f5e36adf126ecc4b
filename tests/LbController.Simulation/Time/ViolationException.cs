namespace LbController.Simulation.Time;

/// <summary>Ends a run at the first rule that did not hold.</summary>
public sealed class ViolationException(Violation violation) : Exception(violation.ToString())
{
    public Violation Violation { get; } = violation;
}
