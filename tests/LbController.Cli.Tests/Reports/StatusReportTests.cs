using LbController.Cli.Cluster;
using LbController.Cli.Options;
using LbController.Cli.Reports;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Cli.Tests.Reports;

public sealed class StatusReportTests
{
    [Fact]
    public void A_healthy_cluster_is_one_screen_without_problems()
    {
        var picture = new ClusterPicture("lb", null, Pictures.Healthy)
        {
            Announcements = [new("n1", new ObjectKey("shop", "web"), false, []), new("n2", new ObjectKey("shop", "web"), true, ["tor"])],
        };
        var report = StatusReport.Of(picture, isAll: false);

        Assert.Equal(
            """
            POOLS (1)
            POOL  IPV4 USED  IPV4 FREE  IPV6 USED  IPV6 FREE  AUTO  ADVERTISED BY    ADDRESSES
            blue  1          3          0          0          yes   L2 lan, BGP wan  192.0.2.1-192.0.2.4

            SERVICES (1)
            SERVICE   ADDRESSES  POOL  ANNOUNCED BY
            shop/web  192.0.2.1  blue  L2 n1, BGP tor from n2

            SESSIONS (2)
            NODE  PEER  ADDRESS     ASN    STATE        SINCE  FAMILIES  PREFIXES SENT  LAST ERROR
            n1    tor   10.0.0.254  64513  unknown      -      -         -              announces no Service to it
            n2    tor   10.0.0.254  64513  Established  -      -         -              -

            PROBLEMS
            none

            """,
            Screen.Show(report));
        Assert.Equal(ExitCodes.Fine, report.ExitCode);
    }

    [Fact]
    public void Configuration_in_a_namespace_that_nobody_reads_is_a_problem()
    {
        var picture = new ClusterPicture("lb", null, Pictures.Healthy) { Strays = [new StrayObject("IPAddressPool", new ObjectKey("default", "lost"))] };
        Assert.Contains("metadata.namespace: 'default' is not read; create it in 'lb'", Screen.Show(StatusReport.Of(picture, isAll: false)), StringComparison.Ordinal);
    }

    public static IEnumerable<TheoryDataRow<string, SnapshotObject[]>> Faults =>
    [
        new("Node n3 NoAddressFamily", [new NodeSnapshot(new ObjectKey("", "n3"))]),
        new("Node n3 NetworkUnavailable", [Pictures.Node("n3") with { NetworkUnavailable = true }]),
        new("Service shop/idle NoEndpoints", [Pictures.Service("idle", "192.0.2.2")]),
        new("Service shop/late Pending", [Pictures.Service("late")]),
        new("Service shop/odd AddressOutsidePools", [Pictures.Service("odd") with { LoadBalancerIp = "198.51.100.1" }]),
        new("L2Advertisement x UnknownPool", [new L2AdvertisementSpec(new ObjectKey("lb", "x")) { Pools = ["green"] }]),
        new("L2Advertisement x SelectsNoPool", [new L2AdvertisementSpec(new ObjectKey("lb", "x")) { PoolSelectors = [Select("a")] }]),
        new("BGPAdvertisement x SelectsNoNode", [new BgpAdvertisementSpec(new ObjectKey("lb", "x")) { NodeSelectors = [Select("a")] }]),
        new("BGPAdvertisement x NoPeer", [new BgpAdvertisementSpec(new ObjectKey("lb", "x")) { Peers = ["spine"] }]),
        new("IPAddressPool bad ConfigurationError", [Pictures.Pool("bad", "192.0.2.300/32")]),
        new("BGPPeer bad ConfigurationError", [Pictures.Peer("bad") with { PeerAsn = 0 }]),
        new("BGPPeer twin ConfigurationError", [Pictures.Peer("twin")]),
        new("BGPPeer slow ConfigurationError", [Pictures.Peer("slow") with { PeerAddress = "10.0.0.253", BfdProfile = "none" }]),
        new("BFDProfile bad ConfigurationError", [new BfdProfileSpec(new ObjectKey("lb", "bad")) { DetectMultiplier = 1 }]),
        new("Community bad ConfigurationError", [new CommunitySpec(new ObjectKey("lb", "bad"), [new("gold", "70000:1")])]),
        new("L2Advertisement bad ConfigurationError", [new L2AdvertisementSpec(new ObjectKey("lb", "bad")) { Pools = ["blue", "blue"] }]),
        new("BGPAdvertisement wan2 ConfigurationError", [new BgpAdvertisementSpec(new ObjectKey("lb", "wan2")) { LocalPref = 200 }]),
    ];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_listed_with_its_mend(string expected, SnapshotObject[] more)
    {
        var report = StatusReport.Of(Pictures.Of([.. Pictures.Healthy, .. more]), isAll: false);

        var row = Assert.Single(report.Tables[3].Rows);
        Assert.Equal(expected, $"{row[0]} {row[1]}");
        Assert.True(row[2]!.ToString().Length > 20);
        Assert.Equal(ExitCodes.Found, report.ExitCode);
    }

    [Fact]
    public void A_pool_that_nobody_advertises_and_a_session_that_is_down_are_problems()
    {
        var picture = new ClusterPicture("lb", null, [Pictures.Node("n1"), Pictures.Pool("blue", "192.0.2.0/24"), Pictures.Peer("tor")])
        {
            Sessions = [new("n1", "tor", "10.0.0.254", "Active", "", [], null, "connection refused")],
        };

        Assert.Equal(
            ["IPAddressPool blue NotAdvertised", "BGPPeer tor SessionDown"],
            ProblemFinder.Find(picture).Select(problem => $"{problem.Object} {problem.Reason}"));
    }

    [Fact]
    public void Many_Services_are_cut_on_the_screen_and_whole_for_programs()
    {
        var services = Enumerable.Range(1, 1000).Select(i => Pictures.Service($"s{i:0000}", $"198.51.{i / 250}.{i % 250}"));
        var picture = Pictures.Of([Pictures.Pool("big", "198.51.0.0/16"), .. services]);

        Assert.Contains("… and 980 more: --all shows them, -o json too\n", Screen.Show(StatusReport.Of(picture, isAll: false)), StringComparison.Ordinal);
        Assert.Contains("shop/s1000 ", Screen.Show(StatusReport.Of(picture, isAll: true)), StringComparison.Ordinal);
        Assert.Contains("\"shop/s1000\"", Screen.Show(StatusReport.Of(picture, isAll: false), OutputFormat.Json), StringComparison.Ordinal);
    }

    private static LabelSelector Select(string label) => new(LabelSet.From([new(label, "yes")]), []);
}
