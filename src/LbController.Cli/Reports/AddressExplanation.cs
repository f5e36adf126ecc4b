using LbController.Cli.Cluster;
using LbController.Cli.Output;
using LbController.Core.Addresses;
using LbController.Core.Reasons;

namespace LbController.Cli.Reports;

/// <summary><c>explain ip</c>.</summary>
internal static class AddressExplanation
{
    public static Report Of(ClusterPicture picture, Address address)
    {
        var table = new ReportTable("address", "lookedAt", "reason", "message");
        AddPool(picture, address, table);
        var holders = picture.Ledger.ClaimsOn(address);
        foreach (var claim in holders)
        {
            table.Add($"Service {claim.Service}", nameof(ReasonCode.Assigned), holders.Count > 1 ? "has it, shared" : "has it");
        }

        if (holders.Count == 0)
        {
            table.Add("Services", "Free", "no Service has it");
        }

        AddReservation(picture, address, table);
        var announcing = new ReportTable("announcing", "node", "mode", "verdict") { WhenEmpty = "nobody" };
        foreach (var item in AnnouncementPlan.L2(picture).Where(item => item.Address == address))
        {
            foreach (var verdict in item.Verdicts)
            {
                announcing.Add(verdict.Node, "L2", verdict.Node == item.Owner ? "owner" : item.Ranking.Contains(verdict.Node) ? "successor" : verdict.Verdict.ToString());
            }
        }

        foreach (var node in picture.Nodes)
        {
            var peers = AnnouncementPlan.Bgp(picture, node).RoutesOf.Where(pair => pair.Value.Any(route => route.Prefix.Contains(address))).Select(pair => pair.Key).Order(StringComparer.Ordinal).ToList();
            if (holders.Count > 0 && peers.Count > 0)
            {
                announcing.Add(node.Key.Name, "BGP", $"to {string.Join(", ", peers)}");
            }
        }

        return new Report(table, announcing);
    }

    private static void AddPool(ClusterPicture picture, Address address, ReportTable table)
    {
        if (picture.Pools.PoolOf(address) is not { } pool)
        {
            var why = picture.Pools.RefusedPoolOf(address) is { } refused ? AllocationReasons.InRefusedPool(address, refused) : AllocationReasons.OutsidePools(address);
            table.Add("IPAddressPools", why.Code.ToString(), why.Message);
            return;
        }

        table.Add($"IPAddressPool {pool.Name}", "Contains", $"{pool.Ranges.First(range => range.Contains(address))} of its addresses holds it");
        var advertisements = PoolAnnouncers.Of(picture, pool);
        table.Add("advertisements", advertisements.Count > 0 ? "Advertised" : "NotAdvertised", advertisements.Count > 0 ? string.Join(", ", advertisements) : "no L2Advertisement or BGPAdvertisement selects the pool");
    }

    private static void AddReservation(ClusterPicture picture, Address address, ReportTable table)
    {
        if (picture.Pools.ReservedTo(address) is { } owners)
        {
            table.Add("reservations", nameof(ReasonCode.AddressReserved), owners.IsEmpty ? "set aside for whoever asks for it" : $"set aside for Service {string.Join(" and ", owners)}");
        }
    }
}
