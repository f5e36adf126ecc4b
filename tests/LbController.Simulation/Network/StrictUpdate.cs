namespace LbController.Simulation.Network;

/// <summary>What a router reads from an UPDATE.</summary>
public sealed record StrictUpdate(
    IReadOnlyList<(uint Network, int Length)> Withdrawn,
    IReadOnlyList<(uint Network, int Length)> Announced,
    uint NextHop);
