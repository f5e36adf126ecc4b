namespace LbController.Kubernetes.Watching;

/// <summary>What a speaker follows.</summary>
public static class SpeakerWatches
{
    /// <param name="namespace">Where its <c>metallb.io</c> objects and the Secrets of its peers live.</param>
    public static IReadOnlyList<WatchedKind> Kinds(string @namespace) =>
    [
        CoreWatches.Services,
        CoreWatches.EndpointSlices,
        CoreWatches.Nodes,
        CoreWatches.Namespaces,
        CoreWatches.Secrets(@namespace),
        MetalLbWatches.Pools(@namespace),
        MetalLbWatches.L2Advertisements(@namespace),
        MetalLbWatches.BgpAdvertisements(@namespace),
        MetalLbWatches.BgpPeers(@namespace),
        MetalLbWatches.Communities(@namespace),
        MetalLbWatches.BfdProfiles(@namespace),
    ];
}
