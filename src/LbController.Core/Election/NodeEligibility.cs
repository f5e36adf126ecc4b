using LbController.Core.Snapshot;

namespace LbController.Core.Election;

/// <summary>The rules that hold for both modes: may this node announce this Service, as far as node and endpoints go?</summary>
public static class NodeEligibility
{
    public static NodeVerdict Judge(NodeSnapshot node, ServiceSnapshot service, ServiceEndpoints endpoints, bool ignoreExcludeLabel)
    {
        if (node.NetworkUnavailable)
        {
            return NodeVerdict.NetworkUnavailable;
        }

        if (!ignoreExcludeLabel && node.Labels.TryGet(NodeSnapshot.ExcludeLabel, out _))
        {
            return NodeVerdict.ExcludedByLabel;
        }

        if (!endpoints.AnyUsable)
        {
            return NodeVerdict.NoEndpoints;
        }

        return service.IsLocal && !endpoints.UsableOn(node.Key.Name) ? NodeVerdict.NoLocalEndpoints : NodeVerdict.Eligible;
    }
}
