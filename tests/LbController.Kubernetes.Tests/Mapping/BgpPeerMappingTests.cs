using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Kubernetes.Mapping;
using LbController.Kubernetes.Resources;
using PeerSpec = LbController.Core.Config.BgpPeerSpec;

namespace LbController.Kubernetes.Tests.Mapping;

public sealed class BgpPeerMappingTests
{
    private static readonly ObjectKey Key = new("lb", "tor");

    [Fact]
    public void All_fields_are_taken_over()
    {
        var expected = new PeerSpec(Key)
        {
            MyAsn = 4_200_000_001,
            PeerAsn = 64512,
            DynamicAsn = "external",
            LocalAsn = 64513,
            PeerAddress = "192.0.2.1",
            Interface = "eth0",
            SourceAddress = "192.0.2.2",
            PeerPort = 1179,
            HoldTime = TimeSpan.FromSeconds(90),
            KeepaliveTime = TimeSpan.FromSeconds(30),
            ConnectTime = TimeSpan.FromSeconds(10),
            RouterId = "10.0.0.1",
            NodeSelectors = [new LabelSelector(LabelSet.From([KeyValuePair.Create("rack", "r1")]), [])],
            Password = "p",
            PasswordSecret = new ObjectKey("lb", "bgp"),
            BfdProfile = "fast",
            EnableGracefulRestart = true,
            EbgpMultiHop = true,
            Vrf = "red",
            DisableMp = true,
            DualStackAddressFamily = true,
        };
        Assert.Equal(
            expected,
            Map(
                """
                myASN: 4200000001
                peerASN: 64512
                dynamicASN: external
                localASN: 64513
                peerAddress: 192.0.2.1
                interface: eth0
                sourceAddress: 192.0.2.2
                peerPort: 1179
                holdTime: 1m30s
                keepaliveTime: 30s
                connectTime: 10s
                routerID: 10.0.0.1
                nodeSelectors: [{matchLabels: {rack: r1}}]
                password: p
                passwordSecret: {name: bgp, namespace: elsewhere}
                bfdProfile: fast
                enableGracefulRestart: true
                ebgpMultiHop: true
                vrf: red
                disableMP: true
                dualStackAddressFamily: true
                """));
    }

    [Fact]
    public void A_bare_peer_has_the_defaults() => Assert.Equal(new PeerSpec(Key) { MyAsn = 64512, PeerPort = 179 }, Map("myASN: 64512"));

    [Fact]
    public void Port_0_means_the_usual_one() => Assert.Equal(179, Map("{myASN: 64512, peerPort: 0}").PeerPort);

    [Theory]
    [InlineData("holdTime")]
    [InlineData("keepaliveTime")]
    [InlineData("connectTime")]
    public void An_unreadable_duration_costs_its_field_alone_and_is_named(string field)
    {
        var spec = Map($"{{myASN: 64512, {field}: soon}}");
        Assert.Equal(64512u, spec.MyAsn);
        Assert.Null(spec.HoldTime ?? spec.KeepaliveTime ?? spec.ConnectTime);
        var error = Assert.Single(spec.Malformed);
        Assert.Equal(("BGPPeer", Key, $"spec.{field}"), (error.Kind, error.Key, error.Field));
        Assert.Contains("'soon' is not a duration", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_unreadable_duration_is_named() =>
        Assert.Equal(
            ["spec.holdTime", "spec.connectTime"],
            Map("{myASN: 64512, holdTime: 90x, keepaliveTime: 30s, connectTime: -1s}").Malformed.Select(error => error.Field));

    [Fact]
    public void A_reference_without_a_name_is_none() => Assert.Null(Map("{myASN: 64512, passwordSecret: {}}").PasswordSecret);

    private static PeerSpec Map(string spec) =>
        BgpPeerMapping.ToSnapshot(KubernetesObjects.Read<BgpPeer>(
            $"metadata: {{name: tor, namespace: lb}}\nspec:\n  {spec.ReplaceLineEndings("\n  ")}"));
}
