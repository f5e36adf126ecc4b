using LbController.Core.Snapshot;

namespace LbController.Core.Election;

/// <summary>Why a node is to hand its addresses to others, while it still serves. It announces on only where no other node may.</summary>
public static class NodeDrain
{
    /// <summary>The annotation on a Node that <c>kubectl-lb drain</c> writes and <c>undrain</c> removes; its value is for people. Empty or <c>false</c>: not asked.</summary>
    public const string Annotation = "lbcontroller.dev/drain";

    /// <summary>Set by hand when a node is off for good (Kubernetes, non-graceful node shutdown).</summary>
    public const string OutOfServiceTaint = "node.kubernetes.io/out-of-service";

    /// <summary>Set by the cluster autoscaler on a node that it is about to remove.</summary>
    public const string AutoscalerTaint = "ToBeDeletedByClusterAutoscaler";

    /// <param name="node">The node.</param>
    /// <param name="cordonDrains">Whether a cordoned node (<c>spec.unschedulable</c>) hands over too.</param>
    public static bool IsAsked(NodeSnapshot node, bool cordonDrains) =>
        (node.Annotations.TryGet(Annotation, out var value) && value is not ("" or "false"))
        || node.Taints.Contains(OutOfServiceTaint, StringComparer.Ordinal)
        || node.Taints.Contains(AutoscalerTaint, StringComparer.Ordinal)
        || (cordonDrains && node.IsUnschedulable);
}
