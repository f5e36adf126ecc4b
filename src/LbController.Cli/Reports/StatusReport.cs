using System.Text.Json.Nodes;
using LbController.Cli.Cluster;
using LbController.Cli.Output;
using LbController.Core.Allocation;
using LbController.Core.Snapshot;

namespace LbController.Cli.Reports;

/// <summary>Everything on one screen: pools, Services, sessions, problems.</summary>
internal static class StatusReport
{
    private const int ServicesOnScreen = 20;

    /// <param name="picture">The cluster.</param>
    /// <param name="isAll">All Services, however many; else the first ones, those without an address before the others.</param>
    public static Report Of(ClusterPicture picture, bool isAll)
    {
        var problems = Problems(picture);
        return new Report(Pools(picture), Services(picture, isAll), SessionTable.Of(picture), problems)
        {
            ExitCode = problems.Rows.Count > 0 ? ExitCodes.Found : ExitCodes.Fine,
        };
    }

    private static ReportTable Pools(ClusterPicture picture)
    {
        var table = new ReportTable("pools", "pool", "ipv4Used", "ipv4Free", "ipv6Used", "ipv6Free", "auto", "advertisedBy", "addresses");
        foreach (var spec in picture.PoolSpecs)
        {
            if (!picture.Pools.TryGet(spec.Key.Name, out var pool) || pool.IsRefused)
            {
                table.Add(spec.Key.Name, null, null, null, null, spec.AutoAssign, "refused, see problems", ReportTable.List(spec.Addresses));
                continue;
            }

            var counters = PoolUsage.Count(pool, picture.Ledger);
            table.Add(
                pool.Name,
                counters.AssignedIPv4,
                counters.AvailableIPv4,
                counters.AssignedIPv6,
                counters.AvailableIPv6,
                pool.AutoAssign,
                ReportTable.List(PoolAnnouncers.Of(picture, pool)),
                ReportTable.List(spec.Addresses));
        }

        return table;
    }

    private static ReportTable Services(ClusterPicture picture, bool isAll)
    {
        var announcements = picture.Announcements.ToLookup(announcement => announcement.Service);
        var table = new ReportTable("services", "service", "addresses", "pool", "announcedBy") { MostShown = isAll ? int.MaxValue : ServicesOnScreen };
        foreach (var service in picture.OurServices.OrderBy(service => !service.IngressIps.IsEmpty).ThenBy(service => service.Key))
        {
            var pools = ClusterPicture.AddressesOf(service).Select(address => picture.Pools.PoolOf(service, address)?.Name).OfType<string>().Distinct();
            table.Add(
                service.Key.ToString(),
                ReportTable.List(service.IngressIps),
                ReportTable.List(pools),
                Announcers([.. announcements[service.Key]]));
        }

        return table;
    }

    private static JsonArray Announcers(IReadOnlyList<NodeAnnouncement> announcements)
    {
        var l2 = announcements.Where(item => !item.IsBgp).Select(item => item.Targets.IsEmpty ? $"L2 {item.Node}" : $"L2 {item.Node} ({item.Targets})");
        var bgp = announcements.Where(item => item.IsBgp)
            .SelectMany(item => item.Targets.Select(peer => (Peer: peer, item.Node)))
            .GroupBy(pair => pair.Peer, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"BGP {group.Key} from {(group.Count() > 3 ? $"{group.Count()} nodes" : string.Join("+", group.Select(pair => pair.Node)))}");
        return ReportTable.List(l2.Concat(bgp));
    }

    private static ReportTable Problems(ClusterPicture picture)
    {
        var table = new ReportTable("problems", "object", "reason", "message") { IsBad = true };
        foreach (var problem in ProblemFinder.Find(picture))
        {
            table.Add(problem.Object, problem.Reason, problem.Message);
        }

        return table;
    }
}
