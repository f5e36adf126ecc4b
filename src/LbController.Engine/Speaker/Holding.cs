using LbController.Core.Snapshot;

namespace LbController.Engine.Speaker;

/// <summary>An address that this node owns.</summary>
/// <param name="Term">The term of its claim.</param>
/// <param name="OfferedTo">The successor that is asked to take over; null: it is kept.</param>
/// <param name="OfferedAt">Since when.</param>
/// <param name="Passed">Nodes that were asked and did not take it.</param>
/// <param name="IsNew">Nobody of ours was known to answer for it before.</param>
internal sealed record Holding(uint Term, string? OfferedTo, TimeSpan OfferedAt, ValueArray<string> Passed, bool IsNew);
