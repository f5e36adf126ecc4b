namespace LbController.Core.Reasons;

/// <summary>Why a decision is as it is.</summary>
/// <param name="Code">For machines; also a metrics label.</param>
/// <param name="Message">For people: one clause that names the objects and values concerned, and the mend where there is one.</param>
public sealed record Reason(ReasonCode Code, string Message)
{
    public override string ToString() => $"{Code}: {Message}";
}
