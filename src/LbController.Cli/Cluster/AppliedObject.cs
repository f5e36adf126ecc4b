using LbController.Core.Snapshot;

namespace LbController.Cli.Cluster;

/// <summary>
/// What <c>kubectl apply</c> makes of an object of a file and the one that is there: labels and annotations that the file does not name stay,
/// but for those that the last apply had put there (Kubernetes, "Declarative Management of Kubernetes Objects Using Configuration Files").
/// </summary>
internal static class AppliedObject
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <param name="wanted">As the file has it.</param>
    /// <param name="known">As the cluster has it; null: not there yet.</param>
    public static SnapshotObject Of(SnapshotObject wanted, SnapshotObject? known) => (wanted, known) switch
    {
        (NamespaceSnapshot file, NamespaceSnapshot old) => file with { Labels = Merged(old.Labels, file.Labels, lastApplied: null) },
        (NodeSnapshot file, NodeSnapshot old) => file with
        {
            Labels = Merged(old.Labels, file.Labels, lastApplied: null),
            Annotations = Merged(old.Annotations, file.Annotations, lastApplied: null),
        },
        (ServiceSnapshot file, ServiceSnapshot old) => file with
        {
            Labels = Merged(old.Labels, file.Labels, old.Annotations[LastApplied]),
            Annotations = Merged(old.Annotations, file.Annotations, old.Annotations[LastApplied]),
        },
        _ => wanted,
    };

    private static LabelSet Merged(LabelSet old, LabelSet file, string? lastApplied) =>
        LabelSet.From(old.Where(pair => lastApplied?.Contains($"\"{pair.Key}\":", StringComparison.Ordinal) != true).Concat(file));
}
