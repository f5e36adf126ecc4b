using LbController.Core;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Kubernetes.Manifests;

/// <summary>An object of a file.</summary>
/// <param name="File">As the user named it.</param>
/// <param name="Line">Where the document begins, counted from 1.</param>
/// <param name="ApiVersion">As written.</param>
/// <param name="Kind">As written.</param>
/// <param name="Key">Namespace (empty where none is written) and name.</param>
/// <param name="Snapshot">What decisions see of it; null: a kind that no decision depends on, or one that cannot be read.</param>
public sealed record ManifestObject(string File, long Line, string ApiVersion, string Kind, ObjectKey Key, SnapshotObject? Snapshot)
{
    /// <summary>Why it cannot be read, so that there is no snapshot: every field at fault. Empty: it can, or it is of no concern.</summary>
    public ValueArray<ConfigError> Errors { get; init; }
}
