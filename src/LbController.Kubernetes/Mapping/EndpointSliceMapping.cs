using k8s.Models;
using LbController.Core.Snapshot;

namespace LbController.Kubernetes.Mapping;

/// <summary>EndpointSlice (discovery.k8s.io/v1).</summary>
public static class EndpointSliceMapping
{
    /// <summary>The label that says whose slice it is (Kubernetes well-known label).</summary>
    public const string ServiceNameLabel = "kubernetes.io/service-name";

    public static EndpointSliceSnapshot ToSnapshot(V1EndpointSlice slice) => new(slice.Metadata.ToKey())
    {
        ServiceName = slice.Metadata.ToLabelSet()[ServiceNameLabel] ?? "",
        Endpoints = slice.Endpoints.ToValues(ToSnapshot),
    };

    private static EndpointSnapshot ToSnapshot(V1Endpoint endpoint) =>
        new(endpoint.NodeName, endpoint.Conditions?.Ready, endpoint.Conditions?.Serving, endpoint.Conditions?.Terminating);
}
