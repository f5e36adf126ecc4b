using LbController.Kubernetes.Resources;

namespace LbController.Kubernetes.Mapping;

/// <summary>BFDProfile (metallb.io/v1beta1).</summary>
public static class BfdProfileMapping
{
    public static Core.Config.BfdProfileSpec ToSnapshot(BfdProfile profile) => new(profile.Metadata.ToKey())
    {
        Uid = profile.Metadata?.Uid ?? "",
        CreatedAt = profile.Metadata.ToCreatedAt(),
        ReceiveInterval = profile.Spec?.ReceiveInterval,
        TransmitInterval = profile.Spec?.TransmitInterval,
        EchoInterval = profile.Spec?.EchoInterval,
        DetectMultiplier = profile.Spec?.DetectMultiplier,
        MinimumTtl = profile.Spec?.MinimumTtl,
        EchoMode = profile.Spec?.EchoMode ?? false,
        PassiveMode = profile.Spec?.PassiveMode ?? false,
    };
}
