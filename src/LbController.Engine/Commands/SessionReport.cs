using LbController.Core.Snapshot;

namespace LbController.Engine.Commands;

/// <summary>A BGP session for people and scripts, coarse enough that a router which is away costs no writes.</summary>
/// <param name="Peer">The name of the BGPPeer.</param>
/// <param name="Address">Where the router is.</param>
/// <param name="Vrf">The VRF device; empty: the main table.</param>
/// <param name="State"><c>Established</c>, <c>Active</c> (it is tried), or <c>Idle</c> (it is not).</param>
/// <param name="LastError">Why the last attempt or session ended; empty: none has.</param>
/// <param name="Families">Negotiated; empty unless established.</param>
/// <param name="PrefixesSent">What the router has from us.</param>
/// <param name="BfdState">Empty: without BFD.</param>
public sealed record SessionReport(
    string Peer, string Address, string Vrf, string State, string LastError, ValueArray<string> Families, int PrefixesSent, string BfdState);
