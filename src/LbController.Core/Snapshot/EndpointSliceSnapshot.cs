namespace LbController.Core.Snapshot;

/// <summary>An EndpointSlice (discovery.k8s.io/v1), with the Service it belongs to.</summary>
public sealed record EndpointSliceSnapshot(ObjectKey Key) : SnapshotObject(Key)
{
    /// <summary>The label <c>kubernetes.io/service-name</c>, in the slice's own namespace; empty if there is none.</summary>
    public string ServiceName { get; init; } = "";

    public ValueArray<EndpointSnapshot> Endpoints { get; init; }
}
