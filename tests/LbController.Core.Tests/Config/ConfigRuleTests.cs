using System.Text.RegularExpressions;
using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Core.Tests.Config;

/// <summary>
/// The rules of the configuration, a row each: the objects, and the error that is expected of them as <c>Kind name: field</c> with some of
/// its words; no error: all are valid.
/// </summary>
public sealed partial class ConfigRuleTests
{
    private const string Lb = "metallb-system";

    private static readonly Dictionary<string, Row> Rows = Pools().Concat(L2()).Concat(Bgp()).Concat(Preferences()).Concat(Peers()).Concat(References()).Concat(Profiles()).Concat(Communities())
        .ToDictionary(row => row.Name);

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_rule_names_object_field_value_and_mend(string name)
    {
        var row = Rows[name];
        var config = ClusterConfig.Parse(ConfigObjects.From(Lb, [.. Surroundings(), .. row.Objects]));
        if (row.Error.Length == 0)
        {
            Assert.True(config.Errors.Count == 0, $"{row.Because}: {string.Join("; ", config.Errors)}");
            return;
        }

        var error = Assert.Single(config.Errors);
        Assert.True($"{error.Kind} {error.Key.Name}: {error.Field}" == row.Error, $"{row.Because}: {error}");
        Assert.Contains(row.Words, error.Message, StringComparison.Ordinal);
        Assert.True(Mend().IsMatch(error.Message), $"without a mend: {error}");
    }

    /// <summary>What to do, as a clause of its own.</summary>
    [GeneratedRegex("(^|[;,:] |, or )(give|use|write|keep|remove|delete|leave|make|mend|name|take|rename|put|set|shorten|say|reserve|correct)\\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mend();

    [Fact]
    public void There_are_a_hundred_rules_at_least() => Assert.True(Rows.Count >= 100, $"{Rows.Count}");

    private static IEnumerable<Row> Pools()
    {
        yield return Ok("pool: cidr", "a CIDR", Pool("p", "203.0.113.0/24"));
        yield return Ok("pool: range", "a range", Pool("p", "203.0.113.1-203.0.113.9"));
        yield return Ok("pool: range with blanks", "blanks around the dash are allowed", Pool("p", "203.0.113.1 - 203.0.113.9"));
        yield return Ok("pool: both families", "families may mix", Pool("p", "203.0.113.0/24", "2001:db8:1::/64"));
        yield return Ok("pool: single v4", "one address as /32", Pool("p", "203.0.113.1/32"));
        yield return Ok("pool: single v6", "one address as /128", Pool("p", "2001:db8:1::1/128"));
        yield return Ok("pool: range of one", "first is last", Pool("p", "203.0.113.1-203.0.113.1"));
        yield return Ok("pool: neighbours", "they touch, they do not overlap", Pool("p", "203.0.113.0/25"), Pool("q", "203.0.113.128/25"));
        yield return Ok("pool: same numbers, other family", "families do not overlap", Pool("p", "0.0.0.1/32"), Pool("q", "::1/128"));
        yield return Ok("pool: other namespace", "objects elsewhere are passed over", Pool("p", "x") with { Key = new("elsewhere", "p") });
        yield return Bad("pool: no address", "IPAddressPool p: spec.addresses", "is empty", "at least one is needed", Pool("p"));
        yield return Bad("pool: no text", "IPAddressPool p: spec.addresses[0]", "''", "an entry may not be empty", Pool("p", ""));
        yield return Bad("pool: nonsense", "IPAddressPool p: spec.addresses[1]", "'x' is neither", "the second entry", Pool("p", "203.0.113.0/24", "x"));
        yield return Bad("pool: bare address", "IPAddressPool p: spec.addresses[0]", "write '203.0.113.1/32'", "MetalLB refuses it", Pool("p", "203.0.113.1"));
        yield return Bad("pool: bare v6 address", "IPAddressPool p: spec.addresses[0]", "write '2001:db8::1/128'", "MetalLB refuses it", Pool("p", "2001:db8::1"));
        yield return Bad("pool: mask too long", "IPAddressPool p: spec.addresses[0]", "'203.0.113.0/33'", "32 bits", Pool("p", "203.0.113.0/33"));
        yield return Bad("pool: IPv4 written as IPv6", "IPAddressPool p: spec.addresses[0]", "write plain IPv4", "whoever reads it takes it for IPv4 or for IPv6, as they please", Pool("p", "::ffff:203.0.113.0/120"));
        yield return Bad("pool: backwards", "IPAddressPool p: spec.addresses[0]", "write '203.0.113.1-203.0.113.9'", "first after last", Pool("p", "203.0.113.9-203.0.113.1"));
        yield return Bad("pool: mixed range", "IPAddressPool p: spec.addresses[0]", "different address families", "two families in one range", Pool("p", "203.0.113.9-2001:db8::1"));
        yield return Bad("pool: three ends", "IPAddressPool p: spec.addresses[0]", "not a range of two", "two dashes", Pool("p", "203.0.113.1-203.0.113.2-203.0.113.3"));
        yield return Bad("pool: itself twice", "IPAddressPool p: spec.addresses[1]", "of the same pool", "overlap inside", Pool("p", "203.0.113.0/24", "203.0.113.7/32"));
        yield return Bad("pool: overlap", "IPAddressPool a: spec.addresses[0]", "'203.0.113.7/32' overlaps", "the older is kept", Pool("z", "203.0.113.0/24") with { CreatedAt = 1 }, Pool("a", "203.0.113.7/32") with { CreatedAt = 2 });
        yield return Bad("pool: overlap of v6", "IPAddressPool a: spec.addresses[0]", "pool 'z', which is older", "the older is kept", Pool("z", "2001:db8:1::/48") with { CreatedAt = 1 }, Pool("a", "2001:db8:1:2::/64") with { CreatedAt = 2 });
        yield return Bad("pool: overlap by range", "IPAddressPool a: spec.addresses[0]", "overlaps", "one address is enough", Pool("z", "203.0.113.0/25") with { CreatedAt = 1 }, Pool("a", "203.0.113.127-203.0.113.200") with { CreatedAt = 2 });
        yield return Ok("pool: reservations", "each address once", Reserving(("203.0.113.1", "shop/web"), ("203.0.113.8/29", "")));
        yield return Ok("pool: reserved for two", "they share it", Reserving(("203.0.113.1", "shop/web"), ("203.0.113.1", "shop/api")));
        yield return Bad("pool: reserved for one twice", "IPAddressPool p: spec.reservations[1].addresses", "overlaps", "nothing is said by it", Reserving(("203.0.113.1", "shop/web"), ("203.0.113.1", "shop/web")));
        yield return Bad("pool: reserved for one and all", "IPAddressPool p: spec.reservations[1].addresses", "overlaps", "they contradict each other", Reserving(("203.0.113.1", "shop/web"), ("203.0.113.1", "")));
        yield return Bad("pool: reserved in part", "IPAddressPool p: spec.reservations[1].addresses", "overlaps", "the very same range is needed", Reserving(("203.0.113.0/31", "shop/web"), ("203.0.113.0/30", "shop/api")));
        yield return Bad("pool: reserved outside", "IPAddressPool p: spec.reservations[0].addresses[0]", "does not lie in one entry", "the pool does not hold it", Reserving(("198.51.100.1", "shop/web")));
        yield return Ok("pool: negative priority", "comes before 1; MetalLB takes it", Pinned(new(-1, [], [], [])));
        yield return Bad("pool: bad label name", "IPAddressPool p: spec.serviceAllocation.serviceSelectors[0].matchLabels", "'a b' is no name of a label", "no object can have it", Pinned(new(0, [], [], [Select("a b", "c")])));
        yield return Bad("pool: bad label value", "IPAddressPool p: spec.serviceAllocation.serviceSelectors[0].matchLabels.a", "'b/c' is no value of a label", "no object can have it", Pinned(new(0, [], [], [Select("a", "b/c")])));
        yield return Bad("pool: bad value", "IPAddressPool p: spec.serviceAllocation.namespaceSelectors[0].matchExpressions[0].values[0]", "'-b' is no value of a label", "no object can have it", Pinned(new(0, [], [Expression("a", "In", "-b")], [])));
        yield return Bad("pool: bad prefix", "IPAddressPool p: spec.serviceAllocation.serviceSelectors[0].matchLabels", "'Example.com/a' is no name of a label", "prefixes are DNS subdomains", Pinned(new(0, [], [], [Select("Example.com/a", "c")])));
        yield return Ok("pool: prefixed label", "as Kubernetes' own", Pinned(new(0, [], [], [Select("app.kubernetes.io/name", "c_d.e-1")])));
        yield return Bad("pool: expression twice", "IPAddressPool p: spec.serviceAllocation.serviceSelectors[0].matchExpressions[1]", "'Exists a' is listed twice", "duplicates are refused", Pinned(new(0, [], [], [new(LabelSet.Empty, [new("a", "Exists", []), new("a", "Exists", [])])])));
        yield return Ok("pool: priority", "any positive number", Pinned(new(7, [], [], [])));
        yield return Ok("pool: priority alone", "matches every Service", Pinned(new(0, [], [], [])));
        yield return Bad("pool: namespace twice", "IPAddressPool p: spec.serviceAllocation.namespaces[1]", "'shop' is listed twice", "duplicates are refused", Pinned(new(0, ["shop", "shop"], [], [])));
        yield return Bad("pool: namespace selector twice", "IPAddressPool p: spec.serviceAllocation.namespaceSelectors[1]", "listed twice", "duplicates are refused", Pinned(new(0, [], [Select("a", "b"), Select("a", "b")], [])));
        yield return Bad("pool: Service selector twice", "IPAddressPool p: spec.serviceAllocation.serviceSelectors[1]", "listed twice", "duplicates are refused", Pinned(new(0, [], [], [Select("a", "b"), Select("a", "b")])));
        yield return Bad("pool: bad operator", "IPAddressPool p: spec.serviceAllocation.serviceSelectors[0].matchExpressions[0].operator", "'Is' is unknown", "four operators", Pinned(new(0, [], [], [Expression("a", "Is")])));
        yield return Bad("pool: In without values", "IPAddressPool p: spec.serviceAllocation.namespaceSelectors[0].matchExpressions[0].values", "In needs it", "nothing could match", Pinned(new(0, [], [Expression("a", "In")], [])));
        yield return Bad("pool: Exists with values", "IPAddressPool p: spec.serviceAllocation.namespaceSelectors[0].matchExpressions[0].values", "Exists takes no values", "they have no meaning", Pinned(new(0, [], [Expression("a", "Exists", "b")], [])));
        yield return Bad("pool: value twice", "IPAddressPool p: spec.serviceAllocation.namespaceSelectors[0].matchExpressions[0].values[1]", "'b' is listed twice", "duplicates are refused", Pinned(new(0, [], [Expression("a", "In", "b", "b")], [])));
    }

    private static IEnumerable<Row> L2()
    {
        yield return Ok("l2: bare", "for all pools and nodes", Arp("a"));
        yield return Ok("l2: unknown pool", "names of the future are allowed", Arp("a") with { Pools = ["none"] });
        yield return Ok("l2: interfaces", "names are not checked", Arp("a") with { Interfaces = ["eth0", "eth1"] });
        yield return Ok("l2: weight 1", "the least", Arp("a") with { PreferredNodeSelectors = [new(1, Select("a", "b"))] });
        yield return Ok("l2: weight 100", "the most", Arp("a") with { PreferredNodeSelectors = [new(100, Select("a", "b"))] });
        yield return Ok("l2: empty preference", "matches every node", Arp("a") with { PreferredNodeSelectors = [new(5, new(LabelSet.Empty, []))] });
        yield return Bad("l2: pool twice", "L2Advertisement a: spec.ipAddressPools[1]", "'blue' is listed twice", "duplicates are refused", Arp("a") with { Pools = ["blue", "blue"] });
        yield return Bad("l2: pool selector twice", "L2Advertisement a: spec.ipAddressPoolSelectors[1]", "listed twice", "duplicates are refused", Arp("a") with { PoolSelectors = [Select("a", "b"), Select("a", "b")] });
        yield return Bad("l2: node selector twice", "L2Advertisement a: spec.nodeSelectors[1]", "listed twice", "duplicates are refused", Arp("a") with { NodeSelectors = [Select("a", "b"), Select("a", "b")] });
        yield return Bad("l2: Service selector twice", "L2Advertisement a: spec.serviceSelectors[1]", "listed twice", "duplicates are refused", Arp("a") with { ServiceSelectors = [Select("a", "b"), Select("a", "b")] });
        yield return Ok("l2: interface twice", "says the same twice; MetalLB takes it", Arp("a") with { Interfaces = ["eth0", "eth0"] });
        yield return Bad("l2: weight 0", "L2Advertisement a: spec.preferredNodeSelectors[0].weight", "'0' is out of range", "1 to 100", Arp("a") with { PreferredNodeSelectors = [new(0, Select("a", "b"))] });
        yield return Bad("l2: weight 101", "L2Advertisement a: spec.preferredNodeSelectors[1].weight", "'101' is out of range", "1 to 100", Arp("a") with { PreferredNodeSelectors = [new(1, Select("a", "b")), new(101, Select("a", "c"))] });
        yield return Bad("l2: bad preference", "L2Advertisement a: spec.preferredNodeSelectors[0].preference.matchExpressions[0].operator", "'Gt' is unknown", "not for labels", Arp("a") with { PreferredNodeSelectors = [new(1, Expression("a", "Gt"))] });
        yield return Bad("l2: no key", "L2Advertisement a: spec.nodeSelectors[0].matchExpressions[0].key", "is empty", "a label has a name", Arp("a") with { NodeSelectors = [Expression("", "Exists")] });
        yield return Bad("l2: bad pool selector", "L2Advertisement a: spec.ipAddressPoolSelectors[0].matchExpressions[0].operator", "'in' is unknown", "letters count", Arp("a") with { PoolSelectors = [Expression("a", "in", "b")] });
    }

    private static IEnumerable<Row> Bgp()
    {
        yield return Ok("bgp: bare", "for all pools, peers and nodes", Adv("a"));
        yield return Ok("bgp: unknown peer", "names of the future are allowed", Adv("a") with { Peers = ["none"] });
        yield return Ok("bgp: unknown pool", "names of the future are allowed", Adv("a") with { Pools = ["none"], AggregationLength = 1 });
        yield return Ok("bgp: aggregate of the pool", "as wide as the pool", Adv("a") with { AggregationLength = 24 });
        yield return Ok("bgp: v6 aggregate of the pool", "as wide as the pool", Adv("a") with { AggregationLengthV6 = 64 });
        yield return Ok("bgp: wide, other pool", "only the pools that it selects count", Adv("a") with { AggregationLength = 28, Pools = ["p"] }, Pool("p", "203.0.113.0/28"), Pool("q", "203.0.113.16/30"));
        yield return Ok("bgp: community", "16 bits each", Adv("a") with { Communities = ["65535:65535"] });
        yield return Ok("bgp: large community", "32 bits each", Adv("a") with { Communities = ["large:4294967295:0:1"] });
        yield return Ok("bgp: alias", "from a Community object", Adv("a") with { Communities = ["gold"] }, new CommunitySpec(new(Lb, "c"), [new("gold", "65000:7")]));
        yield return Ok("bgp: 63 communities", "the most", Adv("a") with { Communities = Enumerable.Range(1, 63).Select(i => $"65000:{i}").ToValueArray() });
        yield return Ok("bgp: Service selectors", "with host routes", Adv("a") with { ServiceSelectors = [Select("a", "b")] });
        yield return Bad("bgp: aggregate 0", "BGPAdvertisement a: spec.aggregationLength", "'0' is no prefix length", "1 to 32", Adv("a") with { Pools = ["none"], AggregationLength = 0 });
        yield return Bad("bgp: aggregate 33", "BGPAdvertisement a: spec.aggregationLength", "'33' is no prefix length", "1 to 32", Adv("a") with { AggregationLength = 33 });
        yield return Bad("bgp: v6 aggregate 129", "BGPAdvertisement a: spec.aggregationLengthV6", "'129' is no prefix length", "1 to 128", Adv("a") with { AggregationLengthV6 = 129 });
        yield return Bad("bgp: too wide", "BGPAdvertisement a: spec.aggregationLength", "'23' is wider", "not ours to announce", Adv("a") with { AggregationLength = 23 });
        yield return Bad("bgp: too wide for v6", "BGPAdvertisement a: spec.aggregationLengthV6", "'63' is wider", "not ours to announce", Adv("a") with { AggregationLengthV6 = 63 });
        yield return Bad("bgp: too wide for a range", "BGPAdvertisement a: spec.aggregationLength", "use 30 or more", "the widest CIDR of the range counts", Adv("a") with { Pools = ["p"], AggregationLength = 28 }, Pool("p", "203.0.113.1-203.0.113.7"));
        yield return Bad("bgp: too wide for a selected pool", "BGPAdvertisement a: spec.aggregationLength", "IPAddressPool 'p'", "selected by label", Adv("a") with { PoolSelectors = [Select("zone", "z1")], AggregationLength = 24 }, Pool("p", "203.0.113.0/28") with { Labels = LabelSet.From([new("zone", "z1")]) });
        yield return Bad("bgp: selectors and aggregate", "BGPAdvertisement a: spec.serviceSelectors", "aggregate", "an aggregate is for all", Adv("a") with { AggregationLength = 28, ServiceSelectors = [Select("a", "b")] });
        yield return Bad("bgp: selectors and v6 aggregate", "BGPAdvertisement a: spec.serviceSelectors", "aggregate", "an aggregate is for all", Adv("a") with { AggregationLengthV6 = 120, ServiceSelectors = [Select("a", "b")] });
        yield return Bad("bgp: unknown alias", "BGPAdvertisement a: spec.communities[0]", "'silver'", "without its tag a route must not go out", Adv("a") with { Communities = ["silver"] });
        yield return Bad("bgp: community too great", "BGPAdvertisement a: spec.communities[0]", "'65536:1'", "16 bits each", Adv("a") with { Communities = ["65536:1"] });
        yield return Bad("bgp: large community too short", "BGPAdvertisement a: spec.communities[0]", "'large:1:2'", "three numbers", Adv("a") with { Communities = ["large:1:2"] });
        yield return Bad("bgp: community twice", "BGPAdvertisement a: spec.communities[1]", "listed twice", "duplicates are refused", Adv("a") with { Communities = ["65000:1", "65000:1"] });
        yield return Bad("bgp: 64 communities", "BGPAdvertisement a: spec.communities", "64 entries", "at most 63", Adv("a") with { Communities = Enumerable.Range(1, 64).Select(i => $"65000:{i}").ToValueArray() });
        yield return Bad("bgp: pool twice", "BGPAdvertisement a: spec.ipAddressPools[1]", "listed twice", "duplicates are refused", Adv("a") with { Pools = ["blue", "blue"] });
        yield return Bad("bgp: peer twice", "BGPAdvertisement a: spec.peers[1]", "listed twice", "duplicates are refused", Adv("a") with { Peers = ["r1", "r1"] });
        yield return Bad("bgp: node selector twice", "BGPAdvertisement a: spec.nodeSelectors[1]", "listed twice", "duplicates are refused", Adv("a") with { NodeSelectors = [Select("a", "b"), Select("a", "b")] });
        yield return Bad("bgp: pool selector twice", "BGPAdvertisement a: spec.ipAddressPoolSelectors[1]", "listed twice", "duplicates are refused", Adv("a") with { PoolSelectors = [Select("a", "b"), Select("a", "b")] });
    }

    private static IEnumerable<Row> Preferences()
    {
        var low = Adv("z-old") with { LocalPref = 100, CreatedAt = 1 };
        var high = Adv("a-new") with { LocalPref = 200, CreatedAt = 2 };
        yield return Bad("pref: conflict", "BGPAdvertisement a-new: spec.localPref", "'200' contradicts '100' of BGPAdvertisement 'z-old'", "the older is kept", low, high);
        yield return Ok("pref: equal", "no contradiction", low, high with { LocalPref = 100, Communities = ["65000:1"] });
        yield return Bad("bgp: repeated", "BGPAdvertisement a-new: spec", "repeats BGPAdvertisement 'z-old'", "duplicates are refused", low, high with { LocalPref = 100 });
        yield return Ok("pref: other lengths", "the prefixes differ", low, high with { AggregationLength = 24, AggregationLengthV6 = 64 });
        yield return Bad("pref: one family in common", "BGPAdvertisement a-new: spec.localPref", "contradicts", "the v6 prefixes are the same", low, high with { AggregationLength = 24 });
        yield return Ok("pref: the family in common is not in the pool", "no v6 prefix is announced", low with { Pools = ["p"] }, high with { Pools = ["p"], AggregationLength = 24 }, Pool("p", "203.0.113.0/24"));
        yield return Ok("pref: other pools", "the prefixes differ", low with { Pools = ["blue"] }, high with { Pools = ["p"] }, Pool("p", "203.0.113.0/24"));
        yield return Ok("pref: other peers", "no peer hears both", low with { Peers = ["r1"] }, high with { Peers = ["r2"] });
        yield return Bad("pref: a peer in common", "BGPAdvertisement a-new: spec.localPref", "contradicts", "r2 hears both", low with { Peers = ["r1", "r2"] }, high with { Peers = ["r2"] });
        yield return Bad("pref: all peers and one", "BGPAdvertisement a-new: spec.localPref", "contradicts", "no peers means all", low, high with { Peers = ["r2"] });
        yield return Ok("pref: other nodes", "no node says both", low with { NodeSelectors = [Select("name", "n1")] }, high with { NodeSelectors = [Select("name", "n2")] });
        yield return Bad("pref: a node in common", "BGPAdvertisement a-new: spec.localPref", "contradicts", "n1 says both", low with { NodeSelectors = [Select("name", "n1")] }, high with { NodeSelectors = [Expression("name", "Exists")] });
        yield return Ok("pref: Service selectors", "judged Service by Service", low with { ServiceSelectors = [Select("a", "b")] }, high);
    }

    private static IEnumerable<Row> Peers()
    {
        yield return Ok("peer: bare", "what is needed", Peer("r", "198.51.100.1"));
        yield return Ok("peer: v6", "either family", Peer("r", "2001:db8:ffff::1"));
        yield return Ok("peer: internal", "our own AS", Peer("r", "198.51.100.1") with { PeerAsn = 64512 });
        yield return Ok("peer: 4-byte AS", "32 bits", Peer("r", "198.51.100.1") with { PeerAsn = 4_294_967_294 });
        yield return Ok("peer: dynamic", "any external AS", Peer("r", "198.51.100.1") with { PeerAsn = 0, DynamicAsn = "external" });
        yield return Ok("peer: hold time 0", "no keepalives", Peer("r", "198.51.100.1") with { HoldTime = TimeSpan.Zero });
        yield return Ok("peer: half a second", "counts in whole seconds: 0", Peer("r", "198.51.100.1") with { HoldTime = TimeSpan.FromMilliseconds(500) });
        yield return Ok("peer: keepalive alone", "the hold time is three times that", Peer("r", "198.51.100.1") with { KeepaliveTime = TimeSpan.FromSeconds(100) });
        yield return Bad("peer: connect time with a fraction", "BGPPeer r: spec.connectTime", "'1.5s' is not possible", "whole seconds", Peer("r", "198.51.100.1") with { ConnectTime = TimeSpan.FromSeconds(1.5) });
        yield return Ok("peer: hold time 3 s", "the least", Peer("r", "198.51.100.1") with { HoldTime = TimeSpan.FromSeconds(3) });
        yield return Ok("peer: other nodes", "two peers for one router on different nodes", Peer("r", "198.51.100.1") with { NodeSelectors = [Select("name", "n1")] }, Peer("s", "198.51.100.1") with { NodeSelectors = [Select("name", "n2")] });
        yield return Ok("peer: other port", "two routers on one host", Peer("r", "198.51.100.1"), Peer("s", "198.51.100.1") with { PeerPort = 1179 });
        yield return Ok("peer: other VRF", "another router", Peer("r", "198.51.100.1"), Peer("s", "198.51.100.1") with { Vrf = "red" });
        yield return Bad("peer: twice", "BGPPeer a: spec.peerAddress", "BGPPeer 'z'", "the older is kept", Peer("z", "198.51.100.1") with { CreatedAt = 1 }, Peer("a", "198.51.100.1") with { CreatedAt = 2 });
        yield return Bad("peer: twice on one node", "BGPPeer a: spec.peerAddress", "nodeSelectors that do not meet", "n1 has both", Peer("z", "198.51.100.1") with { CreatedAt = 1 }, Peer("a", "198.51.100.1") with { CreatedAt = 2, NodeSelectors = [Select("name", "n1")] });
        yield return Bad("peer: no AS of ours", "BGPPeer r: spec.myASN", "is missing", "it is needed", Peer("r", "198.51.100.1") with { MyAsn = 0 });
        yield return Bad("peer: no AS of theirs", "BGPPeer r: spec.peerASN", "is missing", "one of two is needed", Peer("r", "198.51.100.1") with { PeerAsn = 0 });
        yield return Bad("peer: both ASes", "BGPPeer r: spec.dynamicASN", "keep one", "exactly one", Peer("r", "198.51.100.1") with { DynamicAsn = "external" });
        yield return Bad("peer: unknown dynamic AS", "BGPPeer r: spec.dynamicASN", "'any' is unknown", "internal or external", Peer("r", "198.51.100.1") with { PeerAsn = 0, DynamicAsn = "any" });
        yield return Bad("peer: name for an address", "BGPPeer r: spec.peerAddress", "'router.example' is not an IP", "no DNS", Peer("r", "router.example"));
        yield return Bad("peer: no address", "BGPPeer r: spec.peerAddress", "''", "it is needed", Peer("r", ""));
        yield return Bad("peer: bad source", "BGPPeer r: spec.sourceAddress", "'x' is not an IP", "an address", Peer("r", "198.51.100.1") with { SourceAddress = "x" });
        yield return Bad("peer: bad router id", "BGPPeer r: spec.routerID", "'x' is not an IPv4", "an address", Peer("r", "198.51.100.1") with { RouterId = "x" });
        yield return Bad("peer: v6 router id", "BGPPeer r: spec.routerID", "not an IPv4", "32 bits", Peer("r", "198.51.100.1") with { RouterId = "2001:db8::1" });
        yield return Bad("peer: port 0", "BGPPeer r: spec.peerPort", "'-1' is not a port", "a port", Peer("r", "198.51.100.1") with { PeerPort = -1 });
        yield return Bad("peer: hold time 2 s", "BGPPeer r: spec.holdTime", "'2s' is not possible", "RFC 4271", Peer("r", "198.51.100.1") with { HoldTime = TimeSpan.FromSeconds(2) });
        yield return Bad("peer: keepalive longer than hold", "BGPPeer r: spec.keepaliveTime", "'10s' is longer", "the session would die", Peer("r", "198.51.100.1") with { HoldTime = TimeSpan.FromSeconds(9), KeepaliveTime = TimeSpan.FromSeconds(10) });
        yield return Bad("peer: connect time 0", "BGPPeer r: spec.connectTime", "'0s' is not possible", "1 s to 65535 s", Peer("r", "198.51.100.1") with { ConnectTime = TimeSpan.Zero });
        yield return Bad("peer: two passwords", "BGPPeer r: spec.passwordSecret", "keep one", "which would hold?", Peer("r", "198.51.100.1") with { Password = "x", PasswordSecret = new(Lb, "good") });
        yield return Bad("peer: multihop inside", "BGPPeer r: spec.ebgpMultiHop", "64512", "for external peers", Peer("r", "198.51.100.1") with { PeerAsn = 64512, EbgpMultiHop = true });
        yield return Bad("peer: selector twice", "BGPPeer r: spec.nodeSelectors[1]", "listed twice", "duplicates are refused", Peer("r", "198.51.100.1") with { NodeSelectors = [Select("a", "b"), Select("a", "b")] });
    }

    private static IEnumerable<Row> References()
    {
        yield return Ok("ref: profile", "it is there", Peer("r", "198.51.100.1") with { BfdProfile = "fast" }, new BfdProfileSpec(new(Lb, "fast")));
        yield return Bad("ref: no profile", "BGPPeer r: spec.bfdProfile", "'fast' is no BFDProfile", "it must be there", Peer("r", "198.51.100.1") with { BfdProfile = "fast" });
        yield return Bad("ref: profile elsewhere", "BGPPeer r: spec.bfdProfile", "of this namespace", "objects elsewhere do not count", Peer("r", "198.51.100.1") with { BfdProfile = "fast" }, new BfdProfileSpec(new("elsewhere", "fast")));
        yield return Ok("ref: secret", "of the right type", Peer("r", "198.51.100.1") with { PasswordSecret = new(Lb, "good") });
        yield return Bad("ref: no secret", "BGPPeer r: spec.passwordSecret", "'none' is no Secret", "it must be there", Peer("r", "198.51.100.1") with { PasswordSecret = new(Lb, "none") });
        yield return Bad("ref: secret of another type", "BGPPeer r: spec.passwordSecret", "type 'Opaque'", "kubernetes.io/basic-auth", Peer("r", "198.51.100.1") with { PasswordSecret = new(Lb, "opaque") });
        yield return Bad("ref: secret without password", "BGPPeer r: spec.passwordSecret", "has no password", "the key password", Peer("r", "198.51.100.1") with { PasswordSecret = new(Lb, "empty") });
    }

    private static IEnumerable<Row> Profiles()
    {
        yield return Ok("bfd: bare", "defaults", new BfdProfileSpec(new(Lb, "f")));
        yield return Ok("bfd: least", "the least of each", new BfdProfileSpec(new(Lb, "f")) { ReceiveInterval = 10, TransmitInterval = 10, EchoInterval = 10, DetectMultiplier = 2, MinimumTtl = 1 });
        yield return Ok("bfd: most", "the most of each", new BfdProfileSpec(new(Lb, "f")) { ReceiveInterval = 60000, TransmitInterval = 60000, EchoInterval = 60000, DetectMultiplier = 255, MinimumTtl = 254 });
        yield return Bad("bfd: receive 9", "BFDProfile f: spec.receiveInterval", "'9' is out of range; use 10 to 60000 milliseconds", "10 to 60000", new BfdProfileSpec(new(Lb, "f")) { ReceiveInterval = 9 });
        yield return Bad("bfd: transmit 60001", "BFDProfile f: spec.transmitInterval", "'60001'", "10 to 60000", new BfdProfileSpec(new(Lb, "f")) { TransmitInterval = 60001 });
        yield return Bad("bfd: echo 0", "BFDProfile f: spec.echoInterval", "'0'", "10 to 60000", new BfdProfileSpec(new(Lb, "f")) { EchoInterval = 0 });
        yield return Bad("bfd: multiplier 1", "BFDProfile f: spec.detectMultiplier", "use 2 to 255", "2 to 255", new BfdProfileSpec(new(Lb, "f")) { DetectMultiplier = 1 });
        yield return Bad("bfd: multiplier 256", "BFDProfile f: spec.detectMultiplier", "'256'", "2 to 255", new BfdProfileSpec(new(Lb, "f")) { DetectMultiplier = 256 });
        yield return Bad("bfd: ttl 0", "BFDProfile f: spec.minimumTtl", "use 1 to 254", "1 to 254", new BfdProfileSpec(new(Lb, "f")) { MinimumTtl = 0 });
        yield return Bad("bfd: ttl 255", "BFDProfile f: spec.minimumTtl", "'255'", "1 to 254", new BfdProfileSpec(new(Lb, "f")) { MinimumTtl = 255 });
    }

    private static IEnumerable<Row> Communities()
    {
        yield return Ok("community: both forms", "standard and large", Alias("c", ("gold", "65000:1"), ("silver", "large:1:2:3")));
        yield return Ok("community: one value twice", "two names for it", Alias("c", ("gold", "65000:1"), ("silver", "65000:1")));
        yield return Bad("community: no community", "Community c: spec.communities[0].value", "'x' is no community", "a:b or large:a:b:c", Alias("c", ("gold", "x")));
        yield return Bad("community: too great", "Community c: spec.communities[1].value", "'70000:1'", "16 bits each", Alias("c", ("gold", "65000:1"), ("silver", "70000:1")));
        yield return Bad("community: twice in one", "Community c: spec.communities[1].name", "'gold' is given twice", "names are global", Alias("c", ("gold", "65000:1"), ("gold", "65000:2")));
        yield return Bad("community: twice in two", "Community a: spec.communities[0].name", "in Community 'z'", "the older is kept", Alias("z", ("gold", "65000:1")) with { CreatedAt = 1 }, Alias("a", ("gold", "65000:2")) with { CreatedAt = 2 });
        yield return Bad("community: no name", "Community c: spec.communities[0].name", "is empty", "nobody could use it", Alias("c", ("", "65000:1")));
    }

    private static SnapshotObject[] Surroundings() =>
    [
        Pool("blue", "192.0.2.0/24", "2001:db8::/64"),
        Node("n1"),
        Node("n2"),
        new SecretSnapshot(new(Lb, "good"), "kubernetes.io/basic-auth", "secret"),
        new SecretSnapshot(new(Lb, "opaque"), "Opaque", null),
        new SecretSnapshot(new(Lb, "empty"), "kubernetes.io/basic-auth", null),
    ];

    private static Row Ok(string name, string because, params SnapshotObject[] objects) => new(name, objects, "", "", because);

    private static Row Bad(string name, string error, string words, string because, params SnapshotObject[] objects) => new(name, objects, error, words, because);

    private static PoolSpec Pool(string name, params string[] addresses) => new(new ObjectKey(Lb, name)) { Addresses = addresses.ToValueArray() };

    private static PoolSpec Reserving(params (string Addresses, string Service)[] entries) => Pool("p", "203.0.113.0/24") with
    {
        Reservations = entries.Select(entry => new ReservationSpec([entry.Addresses], entry.Service.Split('/') is [var space, var name] ? new ObjectKey(space, name) : null)).ToValueArray(),
    };

    private static PoolSpec Pinned(ServiceAllocationSpec allocation) => Pool("p", "203.0.113.0/24") with { ServiceAllocation = allocation };

    private static L2AdvertisementSpec Arp(string name) => new(new ObjectKey(Lb, name));

    private static BgpAdvertisementSpec Adv(string name) => new(new ObjectKey(Lb, name));

    private static BgpPeerSpec Peer(string name, string address) => new(new ObjectKey(Lb, name)) { MyAsn = 64512, PeerAsn = 64513, PeerAddress = address };

    private static CommunitySpec Alias(string name, params (string Name, string Value)[] aliases) =>
        new(new ObjectKey(Lb, name), aliases.Select(alias => KeyValuePair.Create(alias.Name, alias.Value)).ToValueArray());

    private static NodeSnapshot Node(string name) => new(new ObjectKey("", name)) { Labels = LabelSet.From([new("name", name)]) };

    private static LabelSelector Select(string key, string value) => new(LabelSet.From([new(key, value)]), []);

    private static LabelSelector Expression(string key, string @operator, params string[] values) => new(LabelSet.Empty, [new(key, @operator, values.ToValueArray())]);

    private sealed record Row(string Name, SnapshotObject[] Objects, string Error, string Words, string Because);
}
