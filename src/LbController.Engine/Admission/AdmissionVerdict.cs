using LbController.Core.Snapshot;

namespace LbController.Engine.Admission;

/// <summary>What is said to a change.</summary>
/// <param name="Errors">Why it is refused, each with object, field, value and mend; none: it is let through.</param>
/// <param name="Warnings">What whoever makes it should know.</param>
public sealed record AdmissionVerdict(ValueArray<string> Errors, ValueArray<string> Warnings)
{
    public static readonly AdmissionVerdict Allowed = new([], []);

    public bool IsAllowed => Errors.IsEmpty;

    public static AdmissionVerdict Refused(string error) => new([error], []);
}
