using LbController.Cli.Cluster;
using LbController.Cli.Output;
using LbController.Core.Snapshot;

namespace LbController.Cli.Reports;

/// <summary><c>explain peer</c>.</summary>
internal static class PeerExplanation
{
    /// <exception cref="NotFoundException">There is no such BGPPeer.</exception>
    public static Report Of(ClusterPicture picture, string name)
    {
        var errors = picture.Errors.Where(error => error.Kind == "BGPPeer" && error.Key.Name == name).ToList();
        var peer = picture.Peers.FirstOrDefault(peer => peer.Name == name);
        if (peer is null && errors.Count == 0)
        {
            throw new NotFoundException($"there is no BGPPeer '{name}' in namespace '{picture.Namespace}'");
        }

        var about = new ReportTable("peer", "lookedAt", "message");
        foreach (var error in errors)
        {
            about.Add(error.Field, $"ConfigurationError: {error.Message}");
        }

        if (peer is null)
        {
            return new Report(about);
        }

        about.Add("address", $"{peer.Place} port {peer.Port}, AS {peer.PeerAsn}; ours is AS {peer.LocalAsn}");
        about.Add("times", $"hold {peer.HoldTime.TotalSeconds} s");
        var unnamed = picture.BgpAdvertisements.Where(item => item.Peers.IsEmpty || item.Peers.Contains(name)).Select(item => item.Key.Name).ToList();
        about.Add("BGPAdvertisements", unnamed.Count > 0 ? string.Join(", ", unnamed) : "none names it, so it gets no route");
        var nodes = new ReportTable("nodes", "node", "verdict", "routes") { WhenEmpty = "there is no node" };
        foreach (var node in picture.Nodes)
        {
            var isSelected = LabelSelector.AnyMatches(peer.NodeSelectors, node.Labels);
            var routes = isSelected ? AnnouncementPlan.Bgp(picture, node).RoutesOf.GetValueOrDefault(name, []) : [];
            nodes.Add(node.Key.Name, isSelected ? "Selected" : "NotSelected: spec.nodeSelectors do not match it", ReportTable.List(routes.Select(route => route.Prefix)));
        }

        return new Report(about, nodes);
    }
}
