using LbController.Core.Snapshot;
using LbController.Engine.Controller;
using LbController.Engine.Facts;

namespace LbController.Engine.Admission;

/// <summary>The cluster as it is, for <see cref="AdmissionJudge"/>: filled by facts, asked about changes.</summary>
/// <param name="namespace">Where the configuration lives.</param>
/// <param name="loadBalancerClass">That of the Services that are ours; null: those without.</param>
public sealed class ConfigAdmission(string @namespace, string? loadBalancerClass = null)
{
    private readonly ControllerOptions options = new(loadBalancerClass, @namespace);
    private readonly SortedDictionary<(string Type, ObjectKey Key), SnapshotObject> cluster = [];

    public void Fold(Fact fact)
    {
        switch (fact)
        {
            case Fact.Seen { Object: var seen }:
                cluster[(seen.GetType().Name, seen.Key)] = seen;
                break;
            case Fact.Gone gone:
                cluster.Remove((gone.Kind.Name, gone.Key));
                break;
        }
    }

    public AdmissionVerdict Judge(AdmissionQuestion question) => AdmissionJudge.Judge(question, options, cluster.Values);
}
