using LbController.Core.Addresses;

namespace LbController.Engine.Commands;

/// <summary>A peer that may open a connection to us. The text form never shows the password.</summary>
/// <param name="Peer">Its address.</param>
/// <param name="LinkIndex">The link that a link-local peer is on; 0: it is none.</param>
/// <param name="Device">The VRF device that leads there; empty: the main table.</param>
/// <param name="Password">The TCP MD5 key (RFC 2385); empty: none.</param>
public sealed record ListenTarget(Address Peer, int LinkIndex, string Device, string Password)
{
    public override string ToString() => $"{Peer} {Device}".TrimEnd();
}
