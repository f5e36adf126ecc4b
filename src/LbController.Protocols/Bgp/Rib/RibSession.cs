using LbController.Protocols.Bgp.Messages;
using LbController.Protocols.Bgp.Session;

namespace LbController.Protocols.Bgp.Rib;

/// <summary>What the table must know about a session that is up.</summary>
/// <param name="Families">Those that both sides named.</param>
/// <param name="Ends">Our end: the next hops of routes that name none.</param>
public sealed record RibSession(UpdateWire Wire, IReadOnlyList<BgpFamily> Families, LocalEnds Ends);
