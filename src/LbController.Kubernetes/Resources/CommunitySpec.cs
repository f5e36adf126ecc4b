namespace LbController.Kubernetes.Resources;

/// <summary>What the user wrote; null: not set.</summary>
public sealed class CommunitySpec
{
    public IList<CommunityAlias>? Communities { get; set; }
}
