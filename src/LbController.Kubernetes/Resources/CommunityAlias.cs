namespace LbController.Kubernetes.Resources;

/// <summary>A name that BGPAdvertisements may use in place of its value.</summary>
public sealed class CommunityAlias
{
    public string? Name { get; set; }

    /// <summary><c>a:b</c> or <c>large:a:b:c</c>.</summary>
    public string? Value { get; set; }
}
