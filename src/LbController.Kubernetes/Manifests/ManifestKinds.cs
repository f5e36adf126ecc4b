using LbController.Kubernetes.Watching;

namespace LbController.Kubernetes.Manifests;

/// <summary>The kinds that become snapshots, by the group and kind that a manifest names; any served version of them is read alike.</summary>
internal static class ManifestKinds
{
    private static readonly IReadOnlyList<WatchedKind> Known =
    [
        CoreWatches.Services,
        CoreWatches.EndpointSlices,
        CoreWatches.Nodes,
        CoreWatches.Namespaces,
        MetalLbWatches.Pools(""),
        MetalLbWatches.L2Advertisements(""),
        MetalLbWatches.BgpAdvertisements(""),
        MetalLbWatches.BgpPeers(""),
        MetalLbWatches.Communities(""),
        MetalLbWatches.BfdProfiles(""),
    ];

    /// <param name="apiVersion">Such as <c>metallb.io/v1beta1</c>.</param>
    /// <param name="kind">Such as <c>IPAddressPool</c>.</param>
    public static WatchedKind? Find(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var group = slash < 0 ? "" : apiVersion[..slash];
        return Known.FirstOrDefault(known => known.Name == kind && known.Path.Group == group);
    }

    /// <summary>The kind lives in no namespace.</summary>
    public static bool IsClusterScoped(string kind) => kind is "Node" or "Namespace";
}
