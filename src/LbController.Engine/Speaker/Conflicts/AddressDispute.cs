namespace LbController.Engine.Speaker.Conflicts;

/// <summary>What is wrong about an address that this node owns.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Holder">Who has it; null: nobody answers.</param>
internal sealed record AddressDispute(DisputeKind Kind, AddressHolder? Holder);
