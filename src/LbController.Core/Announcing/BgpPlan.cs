using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>What a node announces by BGP.</summary>
/// <param name="RoutesOf">For a peer's name: its routes, sorted by prefix. Peers that the same advertisements are for share one list.</param>
/// <param name="PeersOf">For each announced Service: the names of the peers that get a route for it.</param>
public sealed record BgpPlan(
    IReadOnlyDictionary<string, IReadOnlyCollection<BgpRoute>> RoutesOf,
    IReadOnlyDictionary<ObjectKey, ValueArray<string>> PeersOf);
