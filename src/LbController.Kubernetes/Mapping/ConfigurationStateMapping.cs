using LbController.Core.Snapshot;
using LbController.Kubernetes.Resources;

namespace LbController.Kubernetes.Mapping;

/// <summary>ConfigurationState (metallb.io/v1beta1).</summary>
public static class ConfigurationStateMapping
{
    public static ConfigurationStateSnapshot ToSnapshot(ConfigurationState state) =>
        new(state.Metadata.ToKey(), state.Status?.Result ?? "", state.Status?.ErrorSummary ?? "");
}
