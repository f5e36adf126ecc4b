using LbController.Cli.Cluster;
using LbController.Cli.Output;
using LbController.Core.Snapshot;

namespace LbController.Cli.Reports;

/// <summary>BGP sessions: from BGPSessionStates where the cluster has them, else what the speakers' ServiceBGPStatuses let one conclude.</summary>
internal static class SessionTable
{
    public static ReportTable Of(ClusterPicture picture)
    {
        var table = new ReportTable("sessions", "node", "peer", "address", "asn", "state", "since", "families", "prefixesSent", "lastError")
        {
            WhenEmpty = picture.Peers.Count == 0 ? "none: there is no BGPPeer" : "none: no node is selected by a BGPPeer",
        };
        if (picture.Sessions is { } sessions)
        {
            foreach (var session in sessions)
            {
                var asn = picture.Peers.FirstOrDefault(peer => peer.Name == session.Peer)?.PeerAsn;
                table.Add(session.Node, session.Peer, session.Address, asn, session.State, session.Since, ReportTable.List(session.Families), session.PrefixesSent, session.LastError);
            }

            return table;
        }

        AddConcluded(picture, table);
        return table;
    }

    /// <summary>A ServiceBGPStatus names only peers that have the routes, so a named peer has a session; of others nothing is known.</summary>
    private static void AddConcluded(ClusterPicture picture, ReportTable table)
    {
        foreach (var node in picture.Nodes)
        {
            foreach (var peer in picture.Peers.Where(peer => LabelSelector.AnyMatches(peer.NodeSelectors, node.Labels)))
            {
                var services = picture.Announcements.Count(item => item.IsBgp && item.Node == node.Key.Name && item.Targets.Contains(peer.Name, StringComparer.Ordinal));
                table.Add(node.Key.Name, peer.Name, peer.Place, peer.PeerAsn, services > 0 ? "Established" : "unknown", null, null, null, services > 0 ? "" : "announces no Service to it");
            }
        }
    }
}
