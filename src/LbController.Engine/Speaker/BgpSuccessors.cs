using LbController.Core.Snapshot;

namespace LbController.Engine.Speaker;

/// <summary>
/// The nodes to which a drained one may leave its routes: those that are heard, and were long enough to have their sessions. One that is
/// heard no more is passed over at once.
/// </summary>
internal sealed class BgpSuccessors
{
    /// <summary>How long a node that has just come may take for its sessions and routes.</summary>
    private static readonly TimeSpan Trial = TimeSpan.FromSeconds(10);

    private readonly SortedDictionary<string, TimeSpan> heardSince = new(StringComparer.Ordinal);

    /// <summary>Their names, sorted.</summary>
    public ValueArray<string> Ready { get; private set; }

    /// <summary>When one more is ready, if it is heard until then; null: never.</summary>
    public TimeSpan? NextDeadline { get; private set; }

    /// <param name="heard">The nodes that are heard now.</param>
    /// <param name="now">The reactor's time.</param>
    /// <returns>Whether <see cref="Ready"/> has changed.</returns>
    public bool Follow(IReadOnlyCollection<string> heard, TimeSpan now)
    {
        foreach (var lost in heardSince.Keys.Except(heard).ToList())
        {
            heardSince.Remove(lost);
        }

        foreach (var node in heard)
        {
            heardSince.TryAdd(node, now);
        }

        var before = Ready;
        Ready = heardSince.Where(pair => pair.Value + Trial <= now).Select(pair => pair.Key).ToValueArray();
        NextDeadline = heardSince.Values.Select(since => since + Trial).Where(at => at > now).Cast<TimeSpan?>().Min();
        return Ready != before;
    }
}
