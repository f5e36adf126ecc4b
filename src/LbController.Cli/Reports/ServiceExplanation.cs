using LbController.Cli.Cluster;
using LbController.Cli.Output;
using LbController.Core.Allocation;
using LbController.Core.Announcing;
using LbController.Core.Election;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;

namespace LbController.Cli.Reports;

/// <summary><c>explain service</c>: the allocator's own steps, then each node's verdict.</summary>
internal static class ServiceExplanation
{
    /// <exception cref="NotFoundException">There is no such Service.</exception>
    public static Report Of(ClusterPicture picture, ObjectKey key)
    {
        var service = picture.Services.FirstOrDefault(service => service.Key == key)
            ?? throw new NotFoundException($"there is no Service '{key}'; write NAMESPACE/NAME");
        return new Report(Steps(picture, service), Announcers(picture, service));
    }

    private static ReportTable Steps(ClusterPicture picture, ServiceSnapshot service)
    {
        var table = new ReportTable("address", "lookedAt", "reason", "message");
        if (service.Type != "LoadBalancer")
        {
            table.Add($"Service {service.Key}", nameof(ReasonCode.NotLoadBalancer), $"spec.type is {service.Type}; only LoadBalancer gets an address");
            return table;
        }

        if (service.LoadBalancerClass != picture.LoadBalancerClass)
        {
            var ours = picture.LoadBalancerClass is { } own ? $"'{own}'" : "Services without a class (give --lb-class if LbController has one)";
            table.Add($"Service {service.Key}", nameof(ReasonCode.OtherClass), $"spec.loadBalancerClass is '{service.LoadBalancerClass}'; ours is {ours}");
            return table;
        }

        foreach (var step in Allocator.Explain(picture.AllocationInput, service, ClusterPicture.AddressesOf(service)).Steps)
        {
            table.Add(step.Subject, step.Verdict.Code.ToString(), step.Verdict.Message);
        }

        return table;
    }

    private static ReportTable Announcers(ClusterPicture picture, ServiceSnapshot service)
    {
        var table = new ReportTable("announcing", "address", "node", "mode", "verdict", "now")
        {
            WhenEmpty = service.IngressIps.IsEmpty ? "nothing: it has no address" : "nobody: no L2Advertisement and no BGPAdvertisement selects its pool and the Service",
        };
        foreach (var announcement in AnnouncementPlan.L2(picture).Where(item => item.Services.Contains(service.Key)))
        {
            foreach (var (node, verdict) in announcement.Verdicts.Select(item => (item.Node, item.Verdict)))
            {
                table.Add(announcement.Address.ToString(), node, "L2", L2Verdict(announcement, node, verdict), Now(picture, service, node, isBgp: false));
            }
        }

        AddBgp(picture, service, table);
        return table;
    }

    private static void AddBgp(ClusterPicture picture, ServiceSnapshot service, ReportTable table)
    {
        var pools = ClusterPicture.AddressesOf(service).Select(address => picture.Pools.PoolOf(address)).ToList();
        if (!picture.BgpAdvertisements.Any(item => pools.Exists(pool => pool is not null && PoolAnnouncers.Selects(item.Pools, item.PoolSelectors, pool))))
        {
            return;
        }

        foreach (var node in picture.Nodes)
        {
            var verdict = AnnouncementPlan.Verdict(picture, node, service);
            var peers = AnnouncementPlan.Bgp(picture, node).PeersOf.TryGetValue(service.Key, out var reached) ? reached : [];
            var words = verdict != NodeVerdict.Eligible ? verdict.ToString() : peers.IsEmpty ? "NotSelected: no BGPAdvertisement or BGPPeer selects the node" : $"Eligible, to {peers}";
            table.Add(service.IngressIps.ToString(), node.Key.Name, "BGP", words, Now(picture, service, node.Key.Name, isBgp: true));
        }
    }

    private static string L2Verdict(L2Announcement announcement, string node, NodeVerdict verdict) => verdict == NodeVerdict.Eligible
        ? $"Eligible, rank {announcement.RankOf(node) + 1} of {announcement.Contenders.Count}"
        : verdict.ToString();

    private static string Now(ClusterPicture picture, ServiceSnapshot service, string node, bool isBgp) =>
        picture.Announcements.FirstOrDefault(item => item.Service == service.Key && item.Node == node && item.IsBgp == isBgp) is { } now
            ? now.IsBgp ? $"announces to {now.Targets}" : "announces"
            : "";
}
