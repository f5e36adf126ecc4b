namespace LbController.Engine.Speaker;

/// <summary>A node's claim of an address, as this node heard it.</summary>
internal readonly record struct HeardClaim(string Node, uint Term, ulong OfferedTo);
