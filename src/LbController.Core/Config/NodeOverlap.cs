using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>Whether two lists of node selectors can meet on a node.</summary>
internal sealed class NodeOverlap(IReadOnlyCollection<NodeSnapshot>? nodes)
{
    /// <summary>There is a node that both select; of an unknown cluster, they must select the same nodes, or one of them all.</summary>
    public bool Exists(ValueArray<LabelSelector> one, ValueArray<LabelSelector> other) =>
        nodes is null ? one.IsEmpty || other.IsEmpty || one == other : nodes.Any(node => LabelSelector.AnyMatches(one, node.Labels) && LabelSelector.AnyMatches(other, node.Labels));
}
