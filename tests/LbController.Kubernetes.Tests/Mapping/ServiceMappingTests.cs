using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Kubernetes.Mapping;
using LbController.Kubernetes.Resources;

namespace LbController.Kubernetes.Tests.Mapping;

public sealed class ServiceMappingTests
{
    private const string Full =
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: web
          namespace: shop
          uid: 7a
          resourceVersion: '12'
          creationTimestamp: '2026-01-02T03:04:05Z'
          labels: {tier: front}
          annotations:
            metallb.io/address-pool: blue
            metallb.universe.tf/loadBalancerIPs: 192.0.2.7
        spec:
          type: LoadBalancer
          loadBalancerClass: example.com/lb
          loadBalancerIP: 192.0.2.8
          clusterIP: 10.96.0.9
          clusterIPs: [10.96.0.9, 'fd00::9']
          ipFamilies: [IPv4, IPv6]
          ipFamilyPolicy: PreferDualStack
          externalTrafficPolicy: Local
          selector: {app: web}
          ports:
          - {port: 53, protocol: UDP}
          - {port: 80, targetPort: http}
        status:
          conditions:
          - {type: example.com/Other, status: "True", reason: Other, message: not ours}
          - {type: lbcontroller.dev/AddressAssigned, status: "True", reason: Assigned, message: fine, observedGeneration: 3}
          loadBalancer:
            ingress:
            - {ip: 192.0.2.7, ipMode: VIP}
            - {hostname: elsewhere.example}
            - {ip: not-an-address}
        """;

    [Fact]
    public void All_fields_are_taken_over() =>
        Assert.Equal(
            new ServiceSnapshot(new ObjectKey("shop", "web"))
            {
                Uid = "7a",
                ResourceVersion = "12",
                CreatedAt = 1_767_323_045,
                Labels = LabelSet.From([KeyValuePair.Create("tier", "front")]),
                Annotations = LabelSet.From(
                [
                    KeyValuePair.Create("metallb.io/address-pool", "blue"),
                    KeyValuePair.Create("metallb.universe.tf/loadBalancerIPs", "192.0.2.7"),
                ]),
                Type = "LoadBalancer",
                LoadBalancerClass = "example.com/lb",
                LoadBalancerIp = "192.0.2.8",
                ClusterIps = [Address.Parse("10.96.0.9"), Address.Parse("fd00::9")],
                IpFamilies = [IpFamily.V4, IpFamily.V6],
                IpFamilyPolicy = IpFamilyPolicy.PreferDualStack,
                ExternalTrafficPolicy = "Local",
                Selector = LabelSet.From([KeyValuePair.Create("app", "web")]),
                Ports = [new ServicePort("UDP", 53), new ServicePort("TCP", 80)],
                IngressIps = ["192.0.2.7", "elsewhere.example", "not-an-address"],
                AddressCondition = new ServiceCondition("True", "Assigned", "fine", 3),
            },
            ServiceMapping.ToSnapshot(KubernetesObjects.Read<ServiceExcerpt>(Full)));

    [Theory]
    [InlineData("metallb.io/allow-shared-ip")]
    [InlineData("metallb.universe.tf/allow-shared-ip")]
    public void Both_prefixes_of_annotations_are_kept(string annotation)
    {
        var service = new ServiceExcerpt { Metadata = new() { Annotations = new Dictionary<string, string> { [annotation] = "key" } } };
        Assert.Equal("key", ServiceMapping.ToSnapshot(service).Annotations[annotation]);
    }

    [Fact]
    public void An_empty_object_reads_as_the_API_server_would_default_it()
    {
        var snapshot = ServiceMapping.ToSnapshot(new ServiceExcerpt());
        Assert.Equal("ClusterIP", snapshot.Type);
        Assert.Equal("Cluster", snapshot.ExternalTrafficPolicy);
        Assert.Equal(IpFamilyPolicy.SingleStack, snapshot.IpFamilyPolicy);
        Assert.Null(snapshot.LoadBalancerClass);
        Assert.Null(snapshot.LoadBalancerIp);
    }

    [Fact]
    public void A_headless_Service_has_no_cluster_address()
    {
        var service = new ServiceExcerpt { Spec = new() { ClusterIP = "None", ClusterIPs = ["None"] } };
        Assert.True(ServiceMapping.ToSnapshot(service).ClusterIps.IsEmpty);
    }

    [Fact]
    public void ClusterIP_alone_counts_where_the_list_is_missing()
    {
        var service = new ServiceExcerpt { Spec = new() { ClusterIP = "10.96.0.1" } };
        Assert.Equal([Address.Parse("10.96.0.1")], ServiceMapping.ToSnapshot(service).ClusterIps);
    }
}
