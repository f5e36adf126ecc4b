using LbController.Core.Snapshot;

namespace LbController.Core.Election;

/// <summary>Where a Service can be served: the nodes with a usable endpoint, and whether there is any endpoint at all.</summary>
public sealed class ServiceEndpoints
{
    public static readonly ServiceEndpoints None = new([]);

    private readonly SortedDictionary<string, (int Usable, int Ready)> nodes = new(StringComparer.Ordinal);

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
                    var node = endpoint.NodeName ?? "";
                    var (usable, ready) = nodes.GetValueOrDefault(node);
                    nodes[node] = (usable + 1, ready + (endpoint.IsReady ? 1 : 0));
                }
            }
        }
    }

    /// <summary>True also for endpoints that name no node (a Service without selector, served from outside).</summary>
    public bool AnyUsable { get; }

    public bool UsableOn(string node) => nodes.ContainsKey(node);

    /// <summary>Whether an endpoint on the node is ready, and not merely serving on while it terminates.</summary>
    public bool ReadyOn(string node) => nodes.GetValueOrDefault(node).Ready > 0;

    /// <summary>How many endpoints serve on the node: the ready ones, or, where none is, those that serve on while they terminate.</summary>
    public int ServingOn(string node) => nodes.GetValueOrDefault(node) is var (usable, ready) && ready > 0 ? ready : usable;
}
