using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Admission;
using LbController.Engine.Controller;
using LbController.Engine.Facts;

namespace LbController.Engine.Tests.Admission;

public sealed class AdmissionJudgeTests
{
    private const string Lb = "metallb-system";

    private static readonly PoolSpec Blue = new(new(Lb, "z-blue")) { CreatedAt = 10, Addresses = ["192.0.2.0/29"] };
    private static readonly BgpPeerSpec Router = new(new(Lb, "router")) { CreatedAt = 10, MyAsn = 64512, PeerAsn = 64513, PeerAddress = "198.51.100.1", BfdProfile = "fast" };
    private static readonly BfdProfileSpec Fast = new(new(Lb, "fast")) { CreatedAt = 10 };
    private static readonly L2AdvertisementSpec Arp = new(new(Lb, "arp")) { CreatedAt = 10 };
    private static readonly BgpAdvertisementSpec Adv = new(new(Lb, "adv")) { CreatedAt = 10, AggregationLength = 29, LocalPref = 100 };

    private static readonly SnapshotObject[] Cluster =
    [
        Blue, Router, Fast, Arp, Adv,
        new CommunitySpec(new(Lb, "names"), [new("gold", "65000:1")]) { CreatedAt = 10 },
        new NodeSnapshot(new("", "n1")) { Labels = LabelSet.From([new("name", "n1")]) },
        Holding("a", "192.0.2.0"), Holding("b", "192.0.2.1"), Holding("c", "192.0.2.2"), Holding("d", "192.0.2.3"), Holding("e", "192.0.2.4"),
    ];

    public static TheoryData<string, ConfigObject?, ConfigObject?, string> Refused => new()
    {
        { "IPAddressPool", null, Blue with { Key = new(Lb, "a-new"), Addresses = ["192.0.2.7/32"] }, "IPAddressPool a-new: spec.addresses[0]: '192.0.2.7/32' overlaps" },
        { "IPAddressPool", Blue, Blue with { Addresses = ["192.0.2.0/29", "x"] }, "IPAddressPool z-blue: spec.addresses[1]: 'x' is neither" },
        { "IPAddressPool", null, Blue with { Key = new("default", "p") }, "IPAddressPool p: metadata.namespace: 'default' is not read; create it in 'metallb-system'" },
        { "L2Advertisement", null, Arp with { Key = new(Lb, "new"), Pools = ["x", "x"] }, "spec.ipAddressPools[1]: 'x' is listed twice" },
        { "BGPAdvertisement", Adv, Adv with { AggregationLength = 28 }, "spec.aggregationLength: '28' is wider than 192.0.2.0-192.0.2.7 of IPAddressPool 'z-blue'" },
        { "BGPAdvertisement", null, Adv with { Key = new(Lb, "a-new"), LocalPref = 200 }, "BGPAdvertisement a-new: spec.localPref: '200' contradicts '100' of BGPAdvertisement 'adv'" },
        { "BGPAdvertisement", null, Adv with { Key = new(Lb, "new"), Communities = ["70000:1"] }, "spec.communities[0]: '70000:1' is no community" },
        { "BGPPeer", null, Router with { Key = new(Lb, "a-new") }, "BGPPeer a-new: spec.peerAddress: '198.51.100.1' is the router of BGPPeer 'router'" },
        { "BGPPeer", Router, Router with { PeerAddress = "x" }, "spec.peerAddress: 'x' is not an IP address" },
        { "BFDProfile", null, Fast with { Key = new(Lb, "new"), DetectMultiplier = 1 }, "spec.detectMultiplier: '1' is out of range" },
        { "BFDProfile", Fast, null, "BFDProfile fast: is in use by BGPPeer 'router'" },
        { "Community", null, new CommunitySpec(new(Lb, "a-new"), [new("gold", "65000:2")]), "Community a-new: spec.communities[0].name: 'gold' is given twice" },
    };

    public static TheoryData<string, ConfigObject?, ConfigObject?, string> Warned => new()
    {
        { "IPAddressPool", Blue, null, "5 Services will lose: 192.0.2.0 of shop/a, 192.0.2.1 of shop/b, 192.0.2.2 of shop/c, and 2 more" },
        { "IPAddressPool", Blue, Blue with { Addresses = ["192.0.2.1-192.0.2.7"] }, "1 Service will move: shop/a from 192.0.2.0 to 192.0.2.5" },
        { "IPAddressPool", Blue, Blue with { Addresses = ["192.0.2.0-192.0.2.4"] }, "IPAddressPool 'z-blue' will have no address left" },
        { "IPAddressPool", Blue, Blue with { Addresses = ["192.0.2.0-192.0.2.5"] }, "BGPAdvertisement adv: spec.aggregationLength: '29' is wider" },
        { "IPAddressPool", Blue, Blue with { Reservations = [new(["192.0.2.2"], new("shop", "c")), new(["192.0.2.3"], new("shop", "x"))] }, "1 Service will keep, until deleted or given another on request, what is set aside for others now: 192.0.2.3 of shop/d" },
        { "L2Advertisement", null, Arp with { Key = new(Lb, "new"), Pools = ["none"] }, "L2Advertisement new: spec.ipAddressPools[0]: 'none' is no IPAddressPool" },
        { "L2Advertisement", null, Arp with { Key = new(Lb, "new"), NodeSelectors = [new(LabelSet.From([new("name", "n9")]), [])] }, "'name=n9' selects no node" },
        { "BGPAdvertisement", null, Adv with { Key = new(Lb, "new"), Communities = ["silver"] }, "'silver' is no alias" },
        { "BGPAdvertisement", null, Adv with { Key = new(Lb, "new"), Peers = ["none"] }, "'none' is no BGPPeer" },
        { "BGPPeer", Router, Router with { BfdProfile = "later" }, "'later' is no BFDProfile" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_change_that_breaks_a_rule_is_refused(string kind, ConfigObject? before, ConfigObject? after, string words)
    {
        var verdict = Judge(kind, before, after);
        Assert.False(verdict.IsAllowed);
        Assert.Contains(words, Assert.Single(verdict.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Warned))]
    public void A_change_that_is_allowed_is_told_what_it_does(string kind, ConfigObject? before, ConfigObject? after, string words)
    {
        var verdict = Judge(kind, before, after);
        Assert.True(verdict.IsAllowed, verdict.Errors.ToString());
        Assert.Contains(verdict.Warnings, warning => warning.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void The_last_advertisement_of_a_pool_that_goes_says_who_is_announced_no_more()
    {
        var withoutBgp = Cluster.Where(item => item is not BgpAdvertisementSpec).ToList();
        var verdict = AdmissionJudge.Judge(new("L2Advertisement", Arp.Key, Arp, null), new ControllerOptions(null, Lb), withoutBgp);
        Assert.Contains(verdict.Warnings, warning => warning.StartsWith("5 Services will be announced no more: 192.0.2.0 of shop/a", StringComparison.Ordinal));
        Assert.DoesNotContain(Judge("L2Advertisement", Arp, null).Warnings, warning => warning.Contains("announced no more", StringComparison.Ordinal));
    }

    [Fact]
    public void Who_waits_is_told_with_the_address_that_it_will_get()
    {
        var closed = Blue with { AutoAssign = false };
        var cluster = Cluster.Where(item => item != Blue).Append(closed).Append(Holding("w", "192.0.2.9") with { IngressIps = [], Annotations = LabelSet.Empty }).ToList();
        var verdict = AdmissionJudge.Judge(new("IPAddressPool", Blue.Key, closed, Blue), new ControllerOptions(null, Lb), cluster);
        Assert.Contains("1 Service will get: shop/w 192.0.2.5", verdict.Warnings);
    }

    [Fact]
    public void An_edit_makes_no_object_younger()
    {
        var younger = Blue with { Key = new(Lb, "younger"), CreatedAt = 20, Addresses = ["192.0.2.8/29"] };
        var verdict = AdmissionJudge.Judge(new("IPAddressPool", Blue.Key, Blue, Blue with { Addresses = ["192.0.2.0/28"] }), new ControllerOptions(null, Lb), [.. Cluster, younger]);
        Assert.StartsWith("IPAddressPool younger: spec.addresses[0]: '192.0.2.8/29' overlaps", Assert.Single(verdict.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_in_error_already_stops_nobody()
    {
        var broken = Blue with { Key = new(Lb, "broken"), Addresses = ["x"] };
        var cluster = Cluster.Append(broken).ToList();
        var options = new ControllerOptions(null, Lb);
        Assert.True(AdmissionJudge.Judge(new("IPAddressPool", new(Lb, "p"), null, Blue with { Key = new(Lb, "p"), Addresses = ["203.0.113.0/24"] }), options, cluster).IsAllowed);
        var labelled = AdmissionJudge.Judge(new("IPAddressPool", broken.Key, broken, broken with { Labels = LabelSet.From([new("a", "b")]) }), options, cluster);
        Assert.True(labelled.IsAllowed);
        Assert.Contains(labelled.Warnings, warning => warning.Contains("'x' is neither", StringComparison.Ordinal));
    }

    [Fact]
    public void Pools_peers_and_communities_in_use_may_go()
    {
        Assert.True(Judge("IPAddressPool", Blue, null).IsAllowed);
        Assert.True(Judge("BGPPeer", Router, null).IsAllowed);
        Assert.True(Judge("Community", (ConfigObject)Cluster[5], null).IsAllowed);
    }

    [Fact]
    public void An_object_elsewhere_that_is_there_already_is_nobody_s_concern() =>
        Assert.Equal(AdmissionVerdict.Allowed, Judge("IPAddressPool", Blue with { Key = new("default", "p") }, Blue with { Key = new("default", "p"), Addresses = ["x"] }));

    [Fact]
    public void The_same_object_again_says_nothing() => Assert.Equal(AdmissionVerdict.Allowed, Judge("IPAddressPool", Blue, Blue));

    [Fact]
    public void The_cluster_comes_from_facts()
    {
        var admission = new ConfigAdmission(Lb);
        admission.Fold(new Fact.Seen(Blue));
        var overlapping = new AdmissionQuestion("IPAddressPool", new(Lb, "a"), null, Blue with { Key = new(Lb, "a") });
        Assert.False(admission.Freeze()(overlapping).IsAllowed);
        admission.Fold(new Fact.Gone(typeof(PoolSpec), Blue.Key));
        Assert.True(admission.Freeze()(overlapping).IsAllowed);
    }

    [Fact]
    public void Of_too_many_Services_the_plan_tells()
    {
        var many = Enumerable.Range(0, 20_001).Select(i => Holding($"s{i}", $"10.0.{i / 256}.{i % 256}"));
        var verdict = AdmissionJudge.Judge(new("IPAddressPool", Blue.Key, Blue, null), new ControllerOptions(null, Lb), [.. Cluster, .. many]);
        Assert.Contains("there are more than 20000 Services: 'kubectl lb plan' tells what this does to their addresses", verdict.Warnings);
    }

    private static AdmissionVerdict Judge(string kind, ConfigObject? before, ConfigObject? after) =>
        AdmissionJudge.Judge(new AdmissionQuestion(kind, (after ?? before)!.Key, before, after), new ControllerOptions(null, Lb), Cluster);

    private static ServiceSnapshot Holding(string name, string address) => new(new ObjectKey("shop", name))
    {
        Uid = name,
        ClusterIps = [Address.Parse("10.96.0.1")],
        IngressIps = [address],
        Annotations = LabelSet.From([new("metallb.io/ip-allocated-from-pool", "z-blue")]),
    };
}
