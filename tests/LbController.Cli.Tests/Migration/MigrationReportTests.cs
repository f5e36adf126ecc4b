using LbController.Cli.Migration;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Cli.Tests.Migration;

public sealed class MigrationReportTests
{
    [Fact]
    public void A_cluster_that_keeps_all_and_has_nothing_in_the_way_is_fine()
    {
        var report = MigrationReport.Of(Pictures.Of(Pictures.Healthy), new MetalLbRemains());

        Assert.Equal(ExitCodes.Fine, report.ExitCode);
        Assert.Contains(
            "WITH ADDRESS  KEEP IT  GET ANOTHER  WITHOUT ADDRESS\n1             1        0            0\n",
            Screen.Show(report),
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_outside_the_pools_would_not_be_kept()
    {
        var report = MigrationReport.Of(Pictures.Of([.. Pictures.Healthy, Pictures.Service("odd", "198.51.100.9")]), new MetalLbRemains());

        Assert.Equal(ExitCodes.Found, report.ExitCode);
        Assert.Matches("Service shop/odd +Differs +would not keep 198.51.100.9: ", Screen.Show(report));
    }

    [Fact]
    public void What_MetalLB_has_left_is_listed_with_what_to_do()
    {
        var old = Pictures.Service("old", "192.0.2.2") with { Annotations = LabelSet.From([new("metallb.universe.tf/address-pool", "blue")]) };
        var unnumbered = Pictures.Peer("un") with { PeerAddress = "", Interface = "eth1", DisableMp = true, DynamicAsn = "external", PeerAsn = 0, Vrf = "red" };
        var remains = new MetalLbRemains
        {
            Workloads = ["Deployment controller"],
            Webhooks = ["metallb-webhook-configuration"],
            ConvertsByWebhook = true,
            PeerVersions = ["v1beta1", "v1beta2"],
            ConfigMaps = ["bgpextras", "metallb-excludel2"],
            FrrConfigurations = ["mine"],
            Unseen = ["missing right: verb 'list'"],
        };

        var rows = MigrationReport.Of(Pictures.Of([.. Pictures.Healthy, old, unnumbered]), remains).Tables[1].Rows.Select(row => $"{row[1]} {row[0]}").ToList();

        Assert.Equal(
            [
                "DoFirst Deployment controller",
                "DoFirst ValidatingWebhookConfiguration metallb-webhook-configuration",
                "DoFirst CustomResourceDefinition bgppeers.metallb.io",
                "Fine BGPPeers",
                "NotCarried ConfigMap bgpextras",
                "NotCarried ConfigMap metallb-excludel2",
                "NotCarried FRRConfiguration mine",
                "Fine BGPPeer un",
                "Fine annotation metallb.universe.tf/address-pool",
                "NotSeen this check",
            ],
            rows.Where(row => !row.StartsWith("NotCarried BGPPeer", StringComparison.Ordinal)));
    }
}
