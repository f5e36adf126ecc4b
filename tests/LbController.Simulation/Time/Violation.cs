namespace LbController.Simulation.Time;

/// <summary>A rule that did not hold.</summary>
/// <param name="Checker">Whose rule.</param>
/// <param name="At">When it was seen.</param>
/// <param name="What">What was seen, with the objects' names.</param>
public sealed record Violation(string Checker, TimeSpan At, string What)
{
    public override string ToString() => $"{Checker} at {At.TotalSeconds:0.000} s: {What}";
}
