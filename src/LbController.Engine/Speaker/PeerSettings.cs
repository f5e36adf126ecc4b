using LbController.Core.Config;

namespace LbController.Engine.Speaker;

/// <summary>All that a session depends on. Its text form never shows the password.</summary>
/// <param name="Peer">As configured.</param>
/// <param name="Password">From the peer or its Secret; empty: none.</param>
/// <param name="RouterId">Ours, as a number.</param>
/// <param name="Problem">Why there can be no session now; empty: nothing is missing.</param>
internal sealed record PeerSettings(ConfiguredPeer Peer, string Password, uint RouterId, string Problem)
{
    /// <summary>The link on which the router was found, or is sought; 0: it has an address of its own.</summary>
    public int LinkIndex { get; init; }

    /// <summary>Whether a running session must begin anew to become like <paramref name="next"/>.</summary>
    public bool NeedsReset(PeerSettings next) => WithoutSoftFields() != next.WithoutSoftFields();

    public override string ToString() => Peer.ToString();

    /// <summary>Where a password comes from, how long the pauses are, and what BFD does, changes nothing of a connection.</summary>
    private PeerSettings WithoutSoftFields() =>
        this with { Peer = Peer with { ConnectTime = default, Password = "", PasswordSecret = null, BfdProfile = "" } };
}
