using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>A node that may announce an address in L2 mode.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Class">0 for the nodes that serve most of the Services and are preferred most, 1 for the next best, and so on.</param>
/// <param name="IsDraining">It is asked to hand over, and owns only what no other can.</param>
/// <param name="Interfaces">The interfaces that the advertisements name for it; empty: all.</param>
public sealed record L2Contender(string Node, int Class, bool IsDraining, ValueArray<string> Interfaces);
