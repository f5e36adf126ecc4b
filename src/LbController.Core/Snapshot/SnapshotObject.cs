namespace LbController.Core.Snapshot;

/// <summary>An object of the cluster as plain data: what a decision may depend on, and nothing else of it.</summary>
public abstract record SnapshotObject(ObjectKey Key);
