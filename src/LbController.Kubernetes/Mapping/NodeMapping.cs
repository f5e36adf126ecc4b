using k8s.Models;
using LbController.Core.Snapshot;

namespace LbController.Kubernetes.Mapping;

/// <summary>Node (v1).</summary>
public static class NodeMapping
{
    public static NodeSnapshot ToSnapshot(V1Node node) => new(node.Metadata.ToKey())
    {
        Labels = node.Metadata.ToLabelSet(),
        InternalIps = AddressMapping.Addresses(
            (node.Status?.Addresses ?? []).Where(address => address?.Type == "InternalIP").Select(address => address.Address)),
        NetworkUnavailable = (node.Status?.Conditions ?? []).Any(condition => condition is { Type: "NetworkUnavailable", Status: "True" }),
    };
}
