using LbController.Core.Snapshot;

namespace LbController.Core.Allocation;

/// <summary>A decision and the looks that it took, in their order.</summary>
public sealed record AllocationExplanation(AllocationDecision Decision, ValueArray<DecisionStep> Steps);
