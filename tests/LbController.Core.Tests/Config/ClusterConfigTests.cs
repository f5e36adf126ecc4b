using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Core.Tests.Config;

public sealed class ClusterConfigTests
{
    private const string Lb = "metallb-system";

    private static readonly PoolSpec Blue = new(new(Lb, "blue")) { Addresses = ["192.0.2.0/24"] };
    private static readonly L2AdvertisementSpec Arp = new(new(Lb, "arp"));
    private static readonly BgpPeerSpec Router = new(new(Lb, "router")) { MyAsn = 64512, PeerAsn = 64513, PeerAddress = "198.51.100.1" };
    private static readonly BgpAdvertisementSpec Adv = new(new(Lb, "adv"));
    private static readonly NodeSnapshot Node = new(new("", "n1")) { Labels = LabelSet.From([new("name", "n1")]) };

    [Fact]
    public void One_bad_object_of_each_kind_costs_only_itself_and_what_refers_to_it()
    {
        var config = Parse(
            Blue,
            Blue with { Key = new(Lb, "bad"), Addresses = ["x"] },
            Arp,
            Arp with { Key = new(Lb, "bad"), Pools = ["x", "x"] },
            Adv,
            Adv with { Key = new(Lb, "bad"), Communities = ["70000:1"] },
            Router,
            Router with { Key = new(Lb, "bad"), PeerAddress = "x" },
            Router with { Key = new(Lb, "bad-profile"), PeerAddress = "198.51.100.2", BfdProfile = "bad" },
            new BfdProfileSpec(new(Lb, "good")),
            new BfdProfileSpec(new(Lb, "bad")) { DetectMultiplier = 1 },
            new CommunitySpec(new(Lb, "bad"), [new("gold", "x"), new("silver", "65000:1")]));
        Assert.Equal("blue", Assert.Single(config.Pools).Name);
        Assert.Equal("arp", Assert.Single(config.L2Advertisements).Key.Name);
        Assert.Equal("adv", Assert.Single(config.BgpAdvertisements).Key.Name);
        Assert.Equal("router", Assert.Single(config.Peers).Name);
        Assert.Equal("good", Assert.Single(config.BfdProfiles).Key.Name);
        Assert.True(config.Communities.TryResolve("silver", out _));
        Assert.Equal(
            ["BFDProfile bad", "BGPAdvertisement bad", "BGPPeer bad", "BGPPeer bad-profile", "Community bad", "IPAddressPool bad", "L2Advertisement bad"],
            config.Errors.Select(error => $"{error.Kind} {error.Key.Name}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_peer_whose_Secret_is_missing_is_told_and_kept_so_that_it_starts_when_the_Secret_comes()
    {
        var config = Parse(Router with { PasswordSecret = new(Lb, "none") });
        Assert.Equal("spec.passwordSecret", Assert.Single(config.Errors).Field);
        Assert.Single(config.Peers);
    }

    [Fact]
    public void Who_does_not_know_Secrets_does_not_judge_references_to_them() =>
        Assert.Empty(ClusterConfig.Parse(new ConfigObjects { BgpPeers = [Router with { PasswordSecret = new(Lb, "none") }] }).Errors);

    [Fact]
    public void Who_does_not_know_Nodes_refuses_only_peers_that_surely_meet()
    {
        var twin = Router with { Key = new(Lb, "twin") };
        Assert.Single(ClusterConfig.Parse(new ConfigObjects { BgpPeers = [Router, twin] }).Errors);
        var apart = (Router with { NodeSelectors = [Select("n1")] }, twin with { NodeSelectors = [Select("n2")] });
        Assert.Empty(ClusterConfig.Parse(new ConfigObjects { BgpPeers = [apart.Item1, apart.Item2] }).Errors);
    }

    [Theory]
    [InlineData("L2Advertisement arp: spec.ipAddressPools[0]", "'none' is no IPAddressPool")]
    [InlineData("L2Advertisement arp: spec.nodeSelectors", "selects no node")]
    [InlineData("BGPAdvertisement adv: spec.ipAddressPoolSelectors[0]", "matches no pool")]
    [InlineData("BGPAdvertisement adv: spec.peers[0]", "'none' is no BGPPeer")]
    [InlineData("BGPPeer router: spec.nodeSelectors", "selects no node")]
    [InlineData("BGPPeer router: spec.disableMP", "no effect")]
    [InlineData("BFDProfile fast: spec.echoMode", "no effect yet")]
    [InlineData("IPAddressPool blue: metadata.name", "not announced")]
    public void What_is_allowed_but_hardly_meant_is_a_warning(string where, string words)
    {
        var config = Parse(
            Blue,
            Node,
            Arp with { Pools = ["none"], NodeSelectors = [Select("n9")] },
            Adv with { PoolSelectors = [Select("n9")], Peers = ["none"] },
            new BfdProfileSpec(new(Lb, "fast")) { EchoMode = true },
            Router with { NodeSelectors = [Select("n9")], DisableMp = true });
        Assert.Empty(config.Errors);
        var warning = Assert.Single(config.Warnings, warning => $"{warning.Kind} {warning.Key.Name}: {warning.Field}" == where);
        Assert.Contains(words, warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_that_is_meant_has_no_warnings() => Assert.Empty(Parse(Blue, Node, Arp, Adv, Router).Warnings);

    [Fact]
    public void Ten_thousand_objects_of_each_kind_are_parsed_in_seconds()
    {
        var objects = Enumerable.Range(0, 10_000).SelectMany(i => (SnapshotObject[])
        [
            Blue with { Key = new(Lb, $"p{i}"), Addresses = [$"10.{i / 256}.{i % 256}.0/24"] },
            Router with { Key = new(Lb, $"r{i}"), PeerAddress = $"172.16.{i / 256}.{i % 256}" },
        ]);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Empty(Parse([.. objects, Node, Adv, Arp]).Errors);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    private static ClusterConfig Parse(params SnapshotObject[] objects) => ClusterConfig.Parse(ConfigObjects.From(Lb, objects));

    private static LabelSelector Select(string name) => new(LabelSet.From([new("name", name)]), []);
}
