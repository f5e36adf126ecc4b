using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LbController.Core.Snapshot;
using LbController.Kubernetes.Client;
using LbController.Kubernetes.Mapping;
using LbController.Kubernetes.Resources;

namespace LbController.Kubernetes.Watching;

/// <summary>The kinds of <c>metallb.io</c> that the roles follow, in the namespace where the programs live.</summary>
public static class MetalLbWatches
{
    public static WatchedKind Pools(string @namespace) =>
        Of(MetalLbKinds.IPAddressPool, @namespace, MetalLbJson.Default.IPAddressPool, IPAddressPoolMapping.ToSnapshot);

    public static WatchedKind L2Advertisements(string @namespace) =>
        Of(MetalLbKinds.L2Advertisement, @namespace, MetalLbJson.Default.L2Advertisement, L2AdvertisementMapping.ToSnapshot);

    public static WatchedKind BgpAdvertisements(string @namespace) =>
        Of(MetalLbKinds.BgpAdvertisement, @namespace, MetalLbJson.Default.BgpAdvertisement, BgpAdvertisementMapping.ToSnapshot);

    public static WatchedKind BgpPeers(string @namespace) =>
        Of(MetalLbKinds.BgpPeer, @namespace, MetalLbJson.Default.BgpPeer, BgpPeerMapping.ToSnapshot);

    public static WatchedKind Communities(string @namespace) =>
        Of(MetalLbKinds.Community, @namespace, MetalLbJson.Default.Community, CommunityMapping.ToSnapshot);

    public static WatchedKind BfdProfiles(string @namespace) =>
        Of(MetalLbKinds.BfdProfile, @namespace, MetalLbJson.Default.BfdProfile, BfdProfileMapping.ToSnapshot);

    public static WatchedKind ConfigurationStates(string @namespace) =>
        Of(MetalLbKinds.ConfigurationState, @namespace, MetalLbJson.Default.ConfigurationState, ConfigurationStateMapping.ToSnapshot);

    private static WatchedKind Of<TResource, TSnapshot>(
        ResourceKind kind,
        string @namespace,
        JsonTypeInfo<TResource> type,
        Func<TResource, TSnapshot> map)
        where TSnapshot : SnapshotObject =>
        WatchedKind.Of(kind.Kind, ResourcePath.Of(kind), @namespace, json => json.Deserialize(type)!, map);
}
