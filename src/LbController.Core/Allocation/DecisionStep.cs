using LbController.Core.Reasons;

namespace LbController.Core.Allocation;

/// <summary>A look that a decision took.</summary>
/// <param name="Subject">What was looked at, such as <c>IPAddressPool 'blue'</c> or <c>held address 192.0.2.9</c>.</param>
/// <param name="Verdict">What came of it.</param>
public sealed record DecisionStep(string Subject, Reason Verdict);
