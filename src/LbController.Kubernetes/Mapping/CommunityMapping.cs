using LbController.Kubernetes.Resources;

namespace LbController.Kubernetes.Mapping;

/// <summary>Community (metallb.io/v1beta1).</summary>
public static class CommunityMapping
{
    public static Core.Config.CommunitySpec ToSnapshot(Community community) =>
        new(community.Metadata.ToKey(), (community.Spec?.Communities).ToValues(alias => KeyValuePair.Create(alias.Name ?? "", alias.Value ?? "")))
        {
            Uid = community.Metadata?.Uid ?? "",
            CreatedAt = community.Metadata.ToCreatedAt(),
        };
}
