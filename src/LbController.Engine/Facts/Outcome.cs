namespace LbController.Engine.Facts;

/// <summary>How a command ended.</summary>
/// <param name="Kind">What kind of end it was.</param>
/// <param name="Message">For people: what the world said. Empty when done.</param>
public sealed record Outcome(OutcomeKind Kind, string Message = "")
{
    public static readonly Outcome Done = new(OutcomeKind.Done);
}
