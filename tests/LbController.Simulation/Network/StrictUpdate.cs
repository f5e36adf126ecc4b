using LbController.Core.Addresses;

namespace LbController.Simulation.Network;

/// <summary>What a router reads from an UPDATE.</summary>
/// <param name="Withdrawn">Of both families.</param>
/// <param name="Announced">Each with its next hop, of the same family.</param>
/// <param name="IsFading">The announced routes are about to go: they carry GRACEFUL_SHUTDOWN, and within an AS the lowest local preference (RFC 8326).</param>
/// <param name="EndOf">The family whose first routes are complete (End-of-RIB, RFC 4724, section 2); null: it says nothing of that.</param>
public sealed record StrictUpdate(
    IReadOnlyList<(Address Network, int Length)> Withdrawn,
    IReadOnlyList<(Address Network, int Length, Address NextHop)> Announced,
    bool IsFading,
    IpFamily? EndOf);
