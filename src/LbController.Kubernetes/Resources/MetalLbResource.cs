using k8s;
using k8s.Models;

namespace LbController.Kubernetes.Resources;

/// <summary>What all objects of the group <c>metallb.io</c> and of our own have in common.</summary>
public abstract class MetalLbResource : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Group and version, such as <c>metallb.io/v1beta1</c>.</summary>
    public string ApiVersion { get; set; } = "";

    /// <summary>Such as <c>IPAddressPool</c>.</summary>
    public string Kind { get; set; } = "";

    public V1ObjectMeta Metadata { get; set; } = new();
}
