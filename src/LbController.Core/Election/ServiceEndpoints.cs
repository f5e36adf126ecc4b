using LbController.Core.Snapshot;

namespace LbController.Core.Election;

/// <summary>Where a Service can be served: the nodes with a usable endpoint, and whether there is any endpoint at all.</summary>
public sealed class ServiceEndpoints
{
    public static readonly ServiceEndpoints None = new([]);

    private readonly SortedSet<string> nodes = new(StringComparer.Ordinal);
    private readonly SortedSet<string> readyNodes = new(StringComparer.Ordinal);

    /// <param name="slices">All EndpointSlices of the Service.</param>
    public ServiceEndpoints(IEnumerable<EndpointSliceSnapshot> slices)
    {
        foreach (var slice in slices)
        {
            foreach (var endpoint in slice.Endpoints)
            {
                if (endpoint.IsUsable)
                {
                    AnyUsable = true;
                    nodes.Add(endpoint.NodeName ?? "");
                    if (endpoint.IsReady)
                    {
                        readyNodes.Add(endpoint.NodeName ?? "");
                    }
                }
            }
        }
    }

    /// <summary>True also for endpoints that name no node (a Service without selector, served from outside).</summary>
    public bool AnyUsable { get; }

    public bool UsableOn(string node) => nodes.Contains(node);

    /// <summary>Whether an endpoint on the node is ready, and not merely serving on while it terminates.</summary>
    public bool ReadyOn(string node) => readyNodes.Contains(node);
}
