using LbController.Core.Addresses;

namespace LbController.Core.Snapshot;

/// <summary>A Node as announcing sees it.</summary>
public sealed record NodeSnapshot(ObjectKey Key) : SnapshotObject(Key)
{
    /// <summary>The label by whose mere presence a node is kept from announcing (Kubernetes well-known label).</summary>
    public const string ExcludeLabel = "node.kubernetes.io/exclude-from-external-load-balancers";

    public LabelSet Labels { get; init; } = LabelSet.Empty;

    /// <summary>Annotations of our own prefix, <c>lbcontroller.dev/</c>; those of others change all the time and mean nothing here.</summary>
    public LabelSet Annotations { get; init; } = LabelSet.Empty;

    /// <summary><c>spec.unschedulable</c>: the node is cordoned.</summary>
    public bool IsUnschedulable { get; init; }

    /// <summary>The keys of <c>spec.taints</c>, in the API's order.</summary>
    public ValueArray<string> Taints { get; init; }

    /// <summary>Addresses of type InternalIP, in the API's order: where speakers hear each other.</summary>
    public ValueArray<Address> InternalIps { get; init; }

    /// <summary>The condition NetworkUnavailable is True.</summary>
    public bool NetworkUnavailable { get; init; }
}
