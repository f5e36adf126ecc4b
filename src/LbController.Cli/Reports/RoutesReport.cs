using LbController.Cli.Cluster;
using LbController.Cli.Output;

namespace LbController.Cli.Reports;

/// <summary><c>routes</c>: what each node tells each peer, by the speakers' own planner.</summary>
internal static class RoutesReport
{
    public static Report Of(ClusterPicture picture)
    {
        var told = picture.Announcements.Where(item => item.IsBgp).SelectMany(item => item.Targets.Select(peer => (item.Node, peer))).ToHashSet();
        var table = new ReportTable("routes", "prefix", "peer", "localPref", "communities", "nodes") { WhenEmpty = "none: no BGPAdvertisement, no BGPPeer, or no Service with an address and endpoints" };
        var routes = from node in picture.Nodes
                     from pair in AnnouncementPlan.Bgp(picture, node).RoutesOf
                     from route in pair.Value
                     group (Node: node.Key.Name, IsTold: told.Contains((node.Key.Name, pair.Key))) by (route.Prefix, Peer: pair.Key, route.LocalPref, route.Communities) into same
                     orderby same.Key.Prefix, same.Key.Peer
                     select same;
        foreach (var route in routes)
        {
            table.Add(
                route.Key.Prefix.ToString(),
                route.Key.Peer,
                route.Key.LocalPref == 0 ? null : route.Key.LocalPref,
                ReportTable.List(route.Key.Communities),
                ReportTable.List(route.Select(entry => entry.IsTold ? entry.Node : $"{entry.Node} (not told yet)")));
        }

        return new Report(table);
    }
}
