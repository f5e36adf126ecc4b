using LbController.Core.Snapshot;
using LbController.Engine.Controller;
using LbController.Engine.Facts;

namespace LbController.Engine.Admission;

/// <summary>The cluster as it is, for <see cref="AdmissionJudge"/>: filled by facts, asked about changes.</summary>
/// <param name="namespace">Where the configuration lives.</param>
/// <param name="loadBalancerClass">That of the Services that are ours; null: those without.</param>
/// <param name="sharingNeedsConsent">Only Services that say so share an address with Services of other namespaces.</param>
public sealed class ConfigAdmission(string @namespace, string? loadBalancerClass = null, bool sharingNeedsConsent = false)
{
    private readonly ControllerOptions options = new(loadBalancerClass, @namespace) { SharingNeedsConsent = sharingNeedsConsent };
    private readonly Dictionary<(Type Type, ObjectKey Key), SnapshotObject> cluster = [];

    public void Fold(Fact fact)
    {
        switch (fact)
        {
            case Fact.Seen { Object: var seen }:
                cluster[(seen.GetType(), seen.Key)] = seen;
                break;
            case Fact.Gone gone:
                cluster.Remove((gone.Kind, gone.Key));
                break;
        }
    }

    /// <summary>The cluster as it is at this moment; to judge upon it may take a while.</summary>
    public Func<AdmissionQuestion, AdmissionVerdict> Freeze()
    {
        var frozen = cluster.Values.ToList();
        return question => AdmissionJudge.Judge(question, options, [.. frozen.OrderBy(item => item.GetType().Name, StringComparer.Ordinal).ThenBy(item => item.Key)]);
    }
}
