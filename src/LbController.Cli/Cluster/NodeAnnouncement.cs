using LbController.Core.Snapshot;

namespace LbController.Cli.Cluster;

/// <summary>What a speaker says in a ServiceL2Status or a ServiceBGPStatus.</summary>
/// <param name="Node">Who announces.</param>
/// <param name="Service">What.</param>
/// <param name="IsBgp">By BGP, else by ARP and NDP.</param>
/// <param name="Targets">Peers; or interfaces, of which none means all.</param>
internal sealed record NodeAnnouncement(string Node, ObjectKey Service, bool IsBgp, ValueArray<string> Targets);
