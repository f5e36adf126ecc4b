using LbController.Core.Snapshot;

namespace LbController.Cli.Migration;

/// <summary>What a cluster has of MetalLB besides its configuration.</summary>
internal sealed record MetalLbRemains
{
    /// <summary>Deployments and DaemonSets of MetalLB and frr-k8s that are told to run Pods, such as <c>Deployment metallb-system/controller</c>.</summary>
    public ValueArray<string> Workloads { get; init; }

    /// <summary>ValidatingWebhookConfigurations that are about <c>metallb.io</c> and lead to a Service.</summary>
    public ValueArray<string> Webhooks { get; init; }

    /// <summary>The versions in which BGPPeers lie in the store, as their definition says; empty: there is no definition.</summary>
    public ValueArray<string> PeerVersions { get; init; }

    /// <summary>Objects of another version are converted by a webhook of MetalLB's controller.</summary>
    public bool ConvertsByWebhook { get; init; }

    /// <summary>ConfigMaps of the namespace that MetalLB reads.</summary>
    public ValueArray<string> ConfigMaps { get; init; }

    /// <summary>FRRConfigurations that are not made by MetalLB.</summary>
    public ValueArray<string> FrrConfigurations { get; init; }

    /// <summary>What could not be looked at, and why.</summary>
    public ValueArray<string> Unseen { get; init; }
}
