using LbController.Protocols.Bgp.Messages;

namespace LbController.Protocols.Bgp.Rib;

/// <summary>What the table must know about a session that is up.</summary>
/// <param name="Families">Those that both sides named.</param>
/// <param name="LocalAddress">Our end: the next hop of routes that name none.</param>
public sealed record RibSession(UpdateWire Wire, IReadOnlyList<BgpFamily> Families, BgpAddress LocalAddress);
