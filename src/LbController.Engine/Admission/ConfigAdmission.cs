using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Facts;

namespace LbController.Engine.Admission;

/// <summary>
/// Judges changes of the configuration against the configuration as it is: what would be in error after the change and is not before it
/// refuses the change. What is in error already stops nobody from mending something else.
/// </summary>
/// <param name="namespace">Where the configuration lives.</param>
public sealed class ConfigAdmission(string @namespace)
{
    private readonly SortedDictionary<ObjectKey, PoolSpec> pools = [];
    private readonly SortedDictionary<ObjectKey, BgpPeerSpec> peers = [];

    public void Fold(Fact fact)
    {
        switch (fact)
        {
            case Fact.Seen { Object: PoolSpec pool } when pool.Key.Namespace == @namespace:
                pools[pool.Key] = pool;
                break;
            case Fact.Seen { Object: BgpPeerSpec peer } when peer.Key.Namespace == @namespace:
                peers[peer.Key] = peer;
                break;
            case Fact.Gone gone when gone.Kind == typeof(PoolSpec):
                pools.Remove(gone.Key);
                break;
            case Fact.Gone gone when gone.Kind == typeof(BgpPeerSpec):
                peers.Remove(gone.Key);
                break;
        }
    }

    public AdmissionVerdict Judge(AdmissionQuestion question)
    {
        if (question.Key.Namespace != @namespace)
        {
            return question is { Before: null, After: not null }
                ? AdmissionVerdict.Refused($"{question.Kind} {question.Key.Name}: metadata.namespace: '{question.Key.Namespace}' is not read; create it in '{@namespace}'")
                : AdmissionVerdict.Allowed;
        }

        var before = Errors(pools.Values, peers.Values).ToHashSet(StringComparer.Ordinal);
        var after = Errors(Changed(pools, question), Changed(peers, question)).Where(error => !before.Contains(error));
        return new AdmissionVerdict(after.ToValueArray(), []);
    }

    private static IEnumerable<string> Errors(IEnumerable<PoolSpec> pools, IEnumerable<BgpPeerSpec> peers) =>
        PoolParser.Parse(pools).Errors.Concat(BgpPeerParser.Parse(peers).Errors).Select(error => error.ToString());

    private static SortedDictionary<ObjectKey, T>.ValueCollection Changed<T>(SortedDictionary<ObjectKey, T> known, AdmissionQuestion question)
        where T : SnapshotObject
    {
        var changed = new SortedDictionary<ObjectKey, T>(known);
        if (question.After is T after)
        {
            changed[question.Key] = after;
        }
        else if (question.Before is T)
        {
            changed.Remove(question.Key);
        }

        return changed.Values;
    }
}
