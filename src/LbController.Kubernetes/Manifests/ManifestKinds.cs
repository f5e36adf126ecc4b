using LbController.Kubernetes.Resources;
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

    /// <summary>Null: the API serves the kind in this version.</summary>
    /// <param name="known">The kind.</param>
    /// <param name="apiVersion">As the manifest has it.</param>
    public static string? VersionError(WatchedKind known, string apiVersion)
    {
        var group = known.Path.Group.Length == 0 ? "" : $"{known.Path.Group}/";
        return apiVersion == $"{group}{known.Path.Version}" || (known.Name == MetalLbKinds.BgpPeer.Kind && apiVersion == $"{group}v1beta1")
            ? null
            : $"'{apiVersion}' has no {known.Name}; write {group}{known.Path.Version}";
    }

    /// <summary>The kind lives in no namespace.</summary>
    public static bool IsClusterScoped(string kind) => kind is "Node" or "Namespace";
}
