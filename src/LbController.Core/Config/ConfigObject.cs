using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>An object of <c>metallb.io</c> as written by a user.</summary>
public abstract record ConfigObject(ObjectKey Key) : SnapshotObject(Key)
{
    public string Uid { get; init; } = "";

    /// <summary>Seconds since 1970: of two objects that contradict each other the older is kept. 0: not created yet, younger than all others.</summary>
    public long CreatedAt { get; init; }
}
