namespace LbController.Kubernetes.Watching;

/// <summary>The kinds whose changes the webhook judges.</summary>
public static class WebhookKinds
{
    /// <param name="namespace">Where the configuration lives.</param>
    public static IReadOnlyList<WatchedKind> All(string @namespace) =>
    [
        MetalLbWatches.Pools(@namespace),
        MetalLbWatches.L2Advertisements(@namespace),
        MetalLbWatches.BgpAdvertisements(@namespace),
        MetalLbWatches.BgpPeers(@namespace),
        MetalLbWatches.Communities(@namespace),
        MetalLbWatches.BfdProfiles(@namespace),
    ];
}
