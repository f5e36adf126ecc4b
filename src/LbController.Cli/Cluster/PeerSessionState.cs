using LbController.Core.Snapshot;

namespace LbController.Cli.Cluster;

/// <summary>What a speaker says in a BGPSessionState (<c>lbcontroller.dev/v1beta1</c>); empty texts: it does not say.</summary>
internal sealed record PeerSessionState(string Node, string Peer, string Address, string State, string Since, ValueArray<string> Families, long? PrefixesSent, string LastError)
{
    public bool IsEstablished => State == "Established";
}
