namespace LbController.Kubernetes.Watching;

/// <summary>What the controller follows.</summary>
public static class ControllerWatches
{
    /// <param name="namespace">Where its <c>metallb.io</c> objects live.</param>
    public static IReadOnlyList<WatchedKind> Kinds(string @namespace) =>
        [
        CoreWatches.Services,
        CoreWatches.Namespaces,
        MetalLbWatches.Pools(@namespace),
        MetalLbWatches.BgpPeers(@namespace),
        MetalLbWatches.BgpAdvertisements(@namespace),
        MetalLbWatches.Communities(@namespace),
    ];
}
