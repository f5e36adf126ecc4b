using LbController.Core.Addresses;

namespace LbController.Simulation.Network;

/// <summary>A request of a client to an address, and how it learns that it was served.</summary>
/// <param name="Vip">The address asked.</param>
/// <param name="From">Where the client is.</param>
/// <param name="Served">To be called by whoever serves it.</param>
public sealed record Probe(Address Vip, SimPort From, Action Served);
