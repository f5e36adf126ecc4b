namespace LbController.Kubernetes.Resources;

/// <summary>How a kind is named in manifests and in request paths.</summary>
/// <param name="Kind">Such as <c>IPAddressPool</c>.</param>
/// <param name="Version">The version these programs read and write, such as <c>v1beta1</c>.</param>
/// <param name="Plural">The last part of the path of the collection, such as <c>ipaddresspools</c>.</param>
/// <param name="Group">The API group.</param>
public sealed record ResourceKind(string Kind, string Version, string Plural, string Group = ResourceKind.MetalLb)
{
    /// <summary>The group of MetalLB's kinds.</summary>
    public const string MetalLb = "metallb.io";

    /// <summary>The group of our own.</summary>
    public const string Own = "lbcontroller.dev";

    /// <summary><c>apiVersion</c> in a manifest.</summary>
    public string ApiVersion => $"{Group}/{Version}";
}
