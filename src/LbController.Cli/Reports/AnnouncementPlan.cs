using LbController.Cli.Cluster;
using LbController.Core.Announcing;
using LbController.Core.Config;
using LbController.Core.Election;
using LbController.Core.Snapshot;

namespace LbController.Cli.Reports;

/// <summary>What the speakers' own planners say to the picture; a node whose speaker is dead cannot be told from outside, so all count as alive.</summary>
internal static class AnnouncementPlan
{
    public static IReadOnlyCollection<L2Announcement> L2(ClusterPicture picture) => L2Planner.Plan(
        new L2Scope(picture.Pools, picture.L2Advertisements, picture.Nodes, IgnoreExcludeLabel: false),
        Announced(picture),
        picture.EndpointsOf);

    public static BgpPlan Bgp(ClusterPicture picture, NodeSnapshot node) => BgpPlanner.Plan(
        new BgpScope(node, picture.Pools, picture.BgpAdvertisements, new CommunityAliases(picture.Communities), IgnoreExcludeLabel: false),
        Announced(picture),
        picture.EndpointsOf,
        [.. PeersOf(picture, node).Select(peer => peer.Name)]);

    public static IEnumerable<ConfiguredPeer> PeersOf(ClusterPicture picture, NodeSnapshot node) =>
        picture.Peers.Where(peer => LabelSelector.AnyMatches(peer.NodeSelectors, node.Labels));

    /// <summary>May the node announce the Service by BGP, as far as node and endpoints go?</summary>
    public static NodeVerdict Verdict(ClusterPicture picture, NodeSnapshot node, ServiceSnapshot service) =>
        NodeEligibility.Judge(node, service, picture.EndpointsOf(service.Key), ignoreExcludeLabel: false);

    private static List<ServiceSnapshot> Announced(ClusterPicture picture) => [.. picture.OurServices.Where(service => !service.IngressIps.IsEmpty)];
}
