using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>A soft preference for nodes: matching weights (1 to 100) add up, and the higher sum goes first.</summary>
public sealed record PreferredNodeSelector(int Weight, LabelSelector Preference);
