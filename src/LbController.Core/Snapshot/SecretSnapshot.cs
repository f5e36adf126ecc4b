namespace LbController.Core.Snapshot;

/// <summary>A Secret that may hold a BGP password. Its text form never shows the password.</summary>
public sealed record SecretSnapshot(ObjectKey Key, string Type, string? Password) : SnapshotObject(Key)
{
    public override string ToString() => $"Secret {Key} ({Type})";
}
