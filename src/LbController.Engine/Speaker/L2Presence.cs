using LbController.Core.Addresses;
using LbController.Core.Snapshot;

namespace LbController.Engine.Speaker;

/// <summary>How a Service is announced by ARP and NDP on this node.</summary>
/// <param name="Interfaces">On which interfaces; empty: on all.</param>
/// <param name="Addresses">Which of its addresses, sorted.</param>
internal readonly record struct L2Presence(ValueArray<string> Interfaces, ValueArray<Address> Addresses);
