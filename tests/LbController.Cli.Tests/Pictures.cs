using LbController.Cli.Cluster;
using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Cli.Tests;

/// <summary>Pictures of clusters, written shortly.</summary>
internal static class Pictures
{
    public static ClusterPicture Of(params SnapshotObject[] objects) => new("lb", null, objects);

    /// <summary>Two nodes, one pool by L2 and BGP, one served Service.</summary>
    public static SnapshotObject[] Healthy { get; } =
    [
        Node("n1"),
        Node("n2"),
        Pool("blue", "192.0.2.1-192.0.2.4"),
        new L2AdvertisementSpec(new ObjectKey("lb", "lan")),
        new BgpAdvertisementSpec(new ObjectKey("lb", "wan")),
        Peer("tor"),
        Service("web", "192.0.2.1"),
        Endpoints("web", "n1", "n2"),
    ];

    public static NodeSnapshot Node(string name) => new(new ObjectKey("", name)) { InternalIps = [Address.Parse("10.0.0.1")] };

    public static PoolSpec Pool(string name, params string[] addresses) => new(new ObjectKey("lb", name)) { Addresses = addresses.ToValueArray() };

    public static BgpPeerSpec Peer(string name) => new(new ObjectKey("lb", name)) { MyAsn = 64512, PeerAsn = 64513, PeerAddress = "10.0.0.254" };

    public static ServiceSnapshot Service(string name, params string[] addresses) => new(new ObjectKey("shop", name))
    {
        ClusterIps = [Address.Parse("10.96.0.1")],
        Ports = [new ServicePort("TCP", 80)],
        IngressIps = addresses.ToValueArray(),
    };

    public static EndpointSliceSnapshot Endpoints(string service, params string[] nodes) => new(new ObjectKey("shop", service))
    {
        ServiceName = service,
        Endpoints = nodes.Select(node => new EndpointSnapshot(node, true, true, false)).ToValueArray(),
    };
}
