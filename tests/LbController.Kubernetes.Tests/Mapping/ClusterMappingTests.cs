using System.Text;
using k8s.Models;
using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Kubernetes.Mapping;

namespace LbController.Kubernetes.Tests.Mapping;

public sealed class ClusterMappingTests
{
    [Fact]
    public void A_namespace_has_its_name_and_labels()
    {
        var snapshot = NamespaceMapping.ToSnapshot(KubernetesObjects.Read<V1Namespace>("metadata: {name: shop, labels: {team: a}}"));
        Assert.Equal(new ObjectKey("", "shop"), snapshot.Key);
        Assert.Equal("a", snapshot.Labels["team"]);
    }

    [Theory]
    [InlineData("'True'", true)]
    [InlineData("'False'", false)]
    [InlineData("Unknown", false)]
    public void A_node_has_its_internal_addresses_and_its_network_condition(string status, bool unavailable)
    {
        var snapshot = NodeMapping.ToSnapshot(KubernetesObjects.Read<V1Node>(
            $$$"""
            metadata: {name: n1, labels: {rack: r1}}
            status:
              addresses:
              - {type: Hostname, address: n1}
              - {type: InternalIP, address: 10.0.0.1}
              - {type: ExternalIP, address: 192.0.2.1}
              - {type: InternalIP, address: 'fd00::1'}
              conditions:
              - {type: Ready, status: 'True'}
              - {type: NetworkUnavailable, status: {{{status}}} }
            """));
        Assert.Equal("n1", snapshot.Key.Name);
        Assert.Equal("r1", snapshot.Labels["rack"]);
        Assert.Equal([Address.Parse("10.0.0.1"), Address.Parse("fd00::1")], snapshot.InternalIps);
        Assert.Equal(unavailable, snapshot.NetworkUnavailable);
    }

    [Fact]
    public void A_node_keeps_what_may_ask_it_to_hand_over_and_no_annotation_of_others()
    {
        var snapshot = NodeMapping.ToSnapshot(KubernetesObjects.Read<V1Node>(
            """
            metadata: {name: n1, annotations: {lbcontroller.dev/drain: 'by hand', example.com/load: '7'}}
            spec:
              unschedulable: true
              taints: [{key: ToBeDeletedByClusterAutoscaler, effect: NoSchedule}]
            """));
        Assert.Equal([KeyValuePair.Create("lbcontroller.dev/drain", "by hand")], snapshot.Annotations);
        Assert.True(snapshot.IsUnschedulable);
        Assert.Equal(["ToBeDeletedByClusterAutoscaler"], snapshot.Taints);
    }

    [Fact]
    public void An_endpoint_slice_keeps_conditions_as_they_are_absent_ones_too()
    {
        var snapshot = EndpointSliceMapping.ToSnapshot(KubernetesObjects.Read<V1EndpointSlice>(
            """
            metadata: {name: web-abc, namespace: shop, labels: {kubernetes.io/service-name: web}}
            addressType: IPv4
            endpoints:
            - {addresses: [10.1.0.1], nodeName: n1, conditions: {ready: false, serving: true, terminating: true}}
            - {addresses: [10.1.0.2]}
            """));
        Assert.Equal("web", snapshot.ServiceName);
        Assert.Equal(new ObjectKey("shop", "web-abc"), snapshot.Key);
        Assert.Equal([new EndpointSnapshot("n1", false, true, true), new EndpointSnapshot(null, null, null, null)], snapshot.Endpoints);
    }

    [Fact]
    public void A_slice_without_the_label_belongs_to_no_Service() =>
        Assert.Equal("", EndpointSliceMapping.ToSnapshot(new V1EndpointSlice()).ServiceName);

    [Fact]
    public void The_password_of_a_basic_auth_Secret_is_read()
    {
        var password = Convert.ToBase64String(Encoding.UTF8.GetBytes("s3cret"));
        var secret = KubernetesObjects.Read<V1Secret>(
            $"{{metadata: {{name: bgp, namespace: lb}}, type: kubernetes.io/basic-auth, data: {{password: {password}}}}}");
        var snapshot = SecretMapping.ToSnapshot(secret);
        Assert.Equal(new SecretSnapshot(new ObjectKey("lb", "bgp"), "kubernetes.io/basic-auth", "s3cret"), snapshot);
        Assert.DoesNotContain("s3cret", snapshot.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_password_of_another_type_of_Secret_is_left_alone()
    {
        var secret = new V1Secret { Type = "Opaque", Data = new Dictionary<string, byte[]> { ["password"] = [1] } };
        Assert.Equal(new SecretSnapshot(new ObjectKey("", ""), "Opaque", null), SecretMapping.ToSnapshot(secret));
    }

    [Fact]
    public void A_Secret_without_the_key_has_no_password() =>
        Assert.Null(SecretMapping.ToSnapshot(new V1Secret { Type = SecretMapping.BasicAuthType }).Password);
}
