using LbController.Core.Config;

namespace LbController.Engine.Speaker;

/// <summary>All that a running session depends on: when it changes, the session starts anew. Its text form never shows the password.</summary>
/// <param name="Peer">As configured.</param>
/// <param name="Password">From the peer or its Secret; empty: none.</param>
/// <param name="RouterId">Ours, as a number.</param>
/// <param name="Problem">Why there can be no session now; empty: nothing is missing.</param>
internal sealed record PeerSettings(ConfiguredPeer Peer, string Password, uint RouterId, string Problem)
{
    public override string ToString() => Peer.ToString();
}
