using LbController.Core.Snapshot;

namespace LbController.Simulation.Cluster;

/// <summary>A line in the API server's log; no object: it is gone.</summary>
public sealed record ApiChange(Type Kind, ObjectKey Key, SnapshotObject? Object);
