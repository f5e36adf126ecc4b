using LbController.Core.Addresses;
using LbController.Protocols.Bfd;

namespace LbController.Engine.Paths;

/// <summary>A BFD session that this node is to have. Equal ones are one session.</summary>
/// <param name="Peer">The other side.</param>
/// <param name="Vrf">The VRF device that leads there; empty: the main table.</param>
/// <param name="Source">The address to speak from; null: the kernel's choice.</param>
/// <param name="IsMultihop">By RFC 5883 instead of RFC 5881.</param>
/// <param name="Options">Its timers.</param>
public sealed record PathTarget(Address Peer, string Vrf, Address? Source, bool IsMultihop, BfdOptions Options)
{
    /// <summary>The link that a link-local peer is on; 0: any.</summary>
    public int LinkIndex { get; init; }

    /// <summary>The same session, whatever its timers.</summary>
    public bool IsSamePath(PathTarget other) => (this with { Options = other.Options }) == other;
}
