using LbController.Core.Addresses;

namespace LbController.Core.Announcing;

/// <summary>What peers are to learn about one prefix.</summary>
/// <param name="Prefix">The prefix.</param>
/// <param name="Route">How it is to be announced from now on; null: no more.</param>
public readonly record struct RouteChange(Prefix Prefix, BgpRoute? Route);
