using LbController.Cli.Cluster;
using LbController.Cli.Output;
using LbController.Core.Config;
using LbController.Core.Election;
using LbController.Core.Snapshot;

namespace LbController.Cli.Reports;

/// <summary><c>explain node</c>.</summary>
internal static class NodeExplanation
{
    /// <exception cref="NotFoundException">There is no such Node.</exception>
    public static Report Of(ClusterPicture picture, string name)
    {
        var node = picture.Nodes.FirstOrDefault(node => node.Key.Name == name) ?? throw new NotFoundException($"there is no Node '{name}'");
        return new Report(About(picture, node), L2(picture, name), Bgp(picture, node));
    }

    private static ReportTable About(ClusterPicture picture, NodeSnapshot node)
    {
        var table = new ReportTable("node", "lookedAt", "value", "message");
        table.Add("InternalIP", ReportTable.List(node.InternalIps), node.InternalIps.IsEmpty ? "other speakers cannot hear it" : "");
        var isExcluded = node.Labels.TryGet(NodeSnapshot.ExcludeLabel, out _);
        table.Add($"label {NodeSnapshot.ExcludeLabel}", isExcluded, isExcluded ? "ExcludedByLabel: announces nothing, unless --ignore-exclude-lb is set" : "");
        table.Add("condition NetworkUnavailable", node.NetworkUnavailable, node.NetworkUnavailable ? "NetworkUnavailable: announces nothing" : "");
        var isDrained = NodeDrain.IsAsked(node, cordonDrains: false);
        table.Add("drained", isDrained, isDrained ? "told to hand over what it announces; kubectl lb undrain ends that" : "");
        return table;
    }

    private static ReportTable L2(ClusterPicture picture, string name)
    {
        var table = new ReportTable("l2", "address", "services", "verdict", "owner") { WhenEmpty = "no address is announced in L2 mode" };
        foreach (var item in AnnouncementPlan.L2(picture))
        {
            var verdict = item.Verdicts.First(verdict => verdict.Node == name).Verdict.ToString();
            var rank = item.RankOf(name);
            table.Add(item.Address.ToString(), ReportTable.List(item.Services), rank < 0 ? verdict : $"{verdict}, rank {rank + 1} of {item.Contenders.Count}", item.Owner);
        }

        return table;
    }

    private static ReportTable Bgp(ClusterPicture picture, NodeSnapshot node)
    {
        var plan = AnnouncementPlan.Bgp(picture, node);
        var table = new ReportTable("bgp", "peer", "address", "routes", "message") { WhenEmpty = picture.Peers.Count == 0 ? "there is no valid BGPPeer" : "no BGPPeer selects this node" };
        foreach (var peer in AnnouncementPlan.PeersOf(picture, node))
        {
            var routes = plan.RoutesOf.GetValueOrDefault(peer.Name, []);
            table.Add(peer.Name, peer.Place, routes.Count, SessionText(picture, node, peer));
        }

        return table;
    }

    private static string SessionText(ClusterPicture picture, NodeSnapshot node, ConfiguredPeer peer) =>
        picture.Sessions?.FirstOrDefault(session => session.Node == node.Key.Name && session.Peer == peer.Name) is { } session
            ? session.LastError.Length > 0 && !session.IsEstablished ? $"{session.State}: {session.LastError}" : session.State
            : "";
}
