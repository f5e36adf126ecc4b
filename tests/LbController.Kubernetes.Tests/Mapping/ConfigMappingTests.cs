using System.Text.Json;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Kubernetes.Mapping;
using LbController.Kubernetes.Resources;

namespace LbController.Kubernetes.Tests.Mapping;

public sealed class ConfigMappingTests
{
    private static readonly ObjectKey Key = new("lb", "a");

    [Fact]
    public void A_pool_is_taken_over_whole()
    {
        var spec = IPAddressPoolMapping.ToSnapshot(KubernetesObjects.Read<IPAddressPool>(
            """
            metadata: {name: a, namespace: lb, uid: 9b, creationTimestamp: "2026-01-01T00:00:00Z", labels: {zone: z1}}
            spec:
              addresses: [192.0.2.0/28, 192.0.2.20-192.0.2.30]
              autoAssign: false
              avoidBuggyIPs: true
              serviceAllocation:
                priority: 5
                namespaces: [shop]
                namespaceSelectors: [{matchLabels: {team: a}}]
                serviceSelectors: [{matchExpressions: [{key: app, operator: In, values: [web, api]}]}]
            status: {assignedIPv4: 1, assignedIPv6: 2, availableIPv4: 3, availableIPv6: 9223372036854775807}
            """));
        Assert.Equal(
            new PoolSpec(Key)
            {
                Uid = "9b",
                CreatedAt = 1767225600,
                Labels = LabelSet.From([KeyValuePair.Create("zone", "z1")]),
                Addresses = ["192.0.2.0/28", "192.0.2.20-192.0.2.30"],
                AutoAssign = false,
                AvoidBuggyIps = true,
                ServiceAllocation = new(5, ["shop"], [Labelled("team", "a")], [Expressed("app", "In", "web", "api")]),
                Counters = new(1, 2, 3, long.MaxValue),
            },
            spec);
    }

    [Fact]
    public void A_bare_pool_has_the_defaults()
    {
        var spec = IPAddressPoolMapping.ToSnapshot(KubernetesObjects.Read<IPAddressPool>("{metadata: {name: a, namespace: lb}, spec: {addresses: [192.0.2.0/28]}}"));
        Assert.Equal(new PoolSpec(Key) { Addresses = ["192.0.2.0/28"], AutoAssign = true }, spec);
    }

    [Fact]
    public void An_L2Advertisement_is_taken_over_whole()
    {
        var spec = L2AdvertisementMapping.ToSnapshot(KubernetesObjects.Read<L2Advertisement>(
            """
            metadata: {name: a, namespace: lb}
            spec:
              ipAddressPools: [blue]
              ipAddressPoolSelectors: [{matchLabels: {zone: z1}}]
              nodeSelectors: [{matchLabels: {rack: r1}}]
              interfaces: [eth0, eth1]
              serviceSelectors: [{matchLabels: {app: web}}]
              preferredNodeSelectors: [{weight: 30, preference: {matchLabels: {ssd: fast}}}]
            """));
        Assert.Equal(
            new Core.Config.L2AdvertisementSpec(Key)
            {
                Pools = ["blue"],
                PoolSelectors = [Labelled("zone", "z1")],
                NodeSelectors = [Labelled("rack", "r1")],
                Interfaces = ["eth0", "eth1"],
                ServiceSelectors = [Labelled("app", "web")],
                PreferredNodeSelectors = [new PreferredNodeSelector(30, Labelled("ssd", "fast"))],
            },
            spec);
    }

    [Fact]
    public void A_BGPAdvertisement_is_taken_over_whole()
    {
        var spec = BgpAdvertisementMapping.ToSnapshot(KubernetesObjects.Read<BgpAdvertisement>(
            """
            metadata: {name: a, namespace: lb}
            spec:
              aggregationLength: 24
              aggregationLengthV6: 64
              localPref: 4294967295
              communities: ['65000:1', blackhole]
              ipAddressPools: [blue]
              ipAddressPoolSelectors: [{matchLabels: {zone: z1}}]
              nodeSelectors: [{matchLabels: {rack: r1}}]
              peers: [tor]
              serviceSelectors: [{matchLabels: {app: web}}]
            """));
        Assert.Equal(
            new Core.Config.BgpAdvertisementSpec(Key)
            {
                AggregationLength = 24,
                AggregationLengthV6 = 64,
                LocalPref = uint.MaxValue,
                Communities = ["65000:1", "blackhole"],
                Pools = ["blue"],
                PoolSelectors = [Labelled("zone", "z1")],
                NodeSelectors = [Labelled("rack", "r1")],
                Peers = ["tor"],
                ServiceSelectors = [Labelled("app", "web")],
            },
            spec);
    }

    [Fact]
    public void Advertisements_without_a_spec_have_the_defaults()
    {
        const string yaml = "metadata: {name: a, namespace: lb}";
        Assert.Equal(new Core.Config.L2AdvertisementSpec(Key), L2AdvertisementMapping.ToSnapshot(KubernetesObjects.Read<L2Advertisement>(yaml)));
        Assert.Equal(
            new Core.Config.BgpAdvertisementSpec(Key) { AggregationLength = 32, AggregationLengthV6 = 128, LocalPref = 0 },
            BgpAdvertisementMapping.ToSnapshot(KubernetesObjects.Read<BgpAdvertisement>(yaml)));
    }

    [Fact]
    public void A_BFDProfile_is_taken_over_whole_and_what_is_not_set_stays_so()
    {
        Assert.Equal(
            new Core.Config.BfdProfileSpec(Key)
            {
                ReceiveInterval = 100,
                TransmitInterval = 110,
                EchoInterval = 120,
                DetectMultiplier = 4,
                MinimumTtl = 250,
                EchoMode = true,
                PassiveMode = true,
            },
            BfdProfileMapping.ToSnapshot(KubernetesObjects.Read<BfdProfile>(
                """
                metadata: {name: a, namespace: lb}
                spec: {receiveInterval: 100, transmitInterval: 110, echoInterval: 120, detectMultiplier: 4, minimumTtl: 250, echoMode: true, passiveMode: true}
                """)));
        Assert.Equal(
            new Core.Config.BfdProfileSpec(Key),
            BfdProfileMapping.ToSnapshot(KubernetesObjects.Read<BfdProfile>("{metadata: {name: a, namespace: lb}, spec: {}}")));
    }

    [Fact]
    public void A_Community_keeps_its_names_in_order()
    {
        var spec = CommunityMapping.ToSnapshot(KubernetesObjects.Read<Community>(
            "{metadata: {name: a, namespace: lb}, spec: {communities: [{name: z, value: '65000:1'}, {name: b}]}}"));
        Assert.Equal([KeyValuePair.Create("z", "65000:1"), KeyValuePair.Create("b", "")], spec.Aliases);
    }

    [Theory]
    [InlineData("{spec: {addresses: 192.0.2.0/28}}")]
    [InlineData("{spec: {addresses: [192.0.2.0/28], autoAssign: maybe}}")]
    [InlineData("{spec: []}")]
    public void Wrong_types_are_an_error_of_that_object_alone(string yaml) =>
        Assert.Throws<JsonException>(() => KubernetesObjects.Read<IPAddressPool>(yaml));

    [Theory]
    [InlineData("{metadata: null, spec: null}")]
    [InlineData("{spec: {addresses: null, serviceAllocation: {namespaces: [null], serviceSelectors: [null, {matchLabels: {a: null}}]}}}")]
    public void Nulls_in_odd_places_do_no_harm(string yaml) =>
        Assert.True(IPAddressPoolMapping.ToSnapshot(KubernetesObjects.Read<IPAddressPool>(yaml)).Addresses.IsEmpty);

    private static LabelSelector Labelled(string key, string value) => new(LabelSet.From([KeyValuePair.Create(key, value)]), []);

    private static LabelSelector Expressed(string key, string @operator, params string[] values) =>
        new(LabelSet.Empty, [new LabelRequirement(key, @operator, values.ToValueArray())]);
}
