using LbController.Core.Addresses;
using LbController.Protocols.Bfd;

namespace LbController.Engine.Paths;

/// <summary>A BFD session as it stands.</summary>
/// <param name="Target">Whose it is.</param>
/// <param name="State">Our side's state.</param>
/// <param name="Diagnostic">Why Up was left the last time.</param>
/// <param name="Counters">What it has sent and received.</param>
public sealed record PathStatus(PathTarget Target, BfdState State, BfdDiagnostic Diagnostic, BfdCounters Counters)
{
    public Address Peer => Target.Peer;

    public string Vrf => Target.Vrf;
}
