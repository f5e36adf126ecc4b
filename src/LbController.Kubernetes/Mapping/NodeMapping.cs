using k8s.Models;
using LbController.Core.Snapshot;

namespace LbController.Kubernetes.Mapping;

/// <summary>Node (v1).</summary>
public static class NodeMapping
{
    private const string OwnPrefix = "lbcontroller.dev/";

    public static NodeSnapshot ToSnapshot(V1Node node) => new(node.Metadata.ToKey())
    {
        Labels = node.Metadata.ToLabelSet(),
        Annotations = LabelSet.From(node.Metadata?.Annotations?
            .Where(annotation => annotation.Key.StartsWith(OwnPrefix, StringComparison.Ordinal))
            .Select(annotation => KeyValuePair.Create(annotation.Key, annotation.Value ?? ""))),
        IsUnschedulable = node.Spec?.Unschedulable ?? false,
        Taints = (node.Spec?.Taints ?? []).Select(taint => taint?.Key).OfType<string>().ToValueArray(),
        InternalIps = AddressMapping.Addresses(
            (node.Status?.Addresses ?? []).Where(address => address?.Type == "InternalIP").Select(address => address.Address)),
        NetworkUnavailable = (node.Status?.Conditions ?? []).Any(condition => condition is { Type: "NetworkUnavailable", Status: "True" }),
    };
}
