namespace LbController.Core.Snapshot;

/// <summary>A Namespace: its name (in <see cref="ObjectKey.Name"/>) and labels, which pools may select by.</summary>
public sealed record NamespaceSnapshot(ObjectKey Key, LabelSet Labels) : SnapshotObject(Key);
