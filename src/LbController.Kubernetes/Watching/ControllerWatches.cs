namespace LbController.Kubernetes.Watching;

/// <summary>What the controller follows.</summary>
public static class ControllerWatches
{
    /// <param name="namespace">Where its <c>metallb.io</c> objects live.</param>
    public static IReadOnlyList<WatchedKind> Kinds(string @namespace) =>
    [
        CoreWatches.Services,
        CoreWatches.Nodes,
        CoreWatches.Namespaces,
        MetalLbWatches.Pools(@namespace),
        MetalLbWatches.L2Advertisements(@namespace),
        MetalLbWatches.BgpAdvertisements(@namespace),
        MetalLbWatches.BgpPeers(@namespace),
        MetalLbWatches.BfdProfiles(@namespace),
        MetalLbWatches.Communities(@namespace),
        MetalLbWatches.ConfigurationStates(@namespace),
    ];
}
