namespace LbController.Engine.Speaker;

/// <summary>A node's claim of an address, as this node heard it.</summary>
/// <param name="Node">Who claims.</param>
/// <param name="Term">The claim's term.</param>
/// <param name="OfferedTo">The tag of the node that is to take over; 0: none.</param>
/// <param name="IsSilent">It does not answer, at least not yet.</param>
/// <param name="IsDisputed">It knows that something is wrong about the address.</param>
internal readonly record struct HeardClaim(string Node, uint Term, ulong OfferedTo, bool IsSilent = false, bool IsDisputed = false);
