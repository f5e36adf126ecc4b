using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;

namespace LbController.Engine.Speaker;

/// <summary>
/// Nodes whose heartbeats are sealed with a key that is not accepted here. Two halves of a cluster that do not understand each other
/// would both answer: of those that hear nobody else, all but the first by name stay silent.
/// </summary>
internal sealed class ForeignSeals(string ownNode)
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(3);

    private readonly SortedDictionary<string, TimeSpan> lastSeen = new(StringComparer.Ordinal);
    private readonly SortedSet<string> told = new(StringComparer.Ordinal);

    /// <summary>Those that were seen a moment ago, sorted.</summary>
    public IEnumerable<string> Nodes => lastSeen.Keys;

    /// <summary>Grows with every change of <see cref="Nodes"/>.</summary>
    public long Changes { get; private set; }

    /// <summary>The datagram's sender, if it is a node that we know.</summary>
    public void Note(Address from, SpeakerState state, TimeSpan now)
    {
        foreach (var node in state.Nodes.Values.Where(node => node.Key.Name != ownNode && node.InternalIps.Contains(from)))
        {
            Changes += lastSeen.ContainsKey(node.Key.Name) ? 0 : 1;
            lastSeen[node.Key.Name] = now;
        }
    }

    public void Tick(TimeSpan now)
    {
        foreach (var gone in lastSeen.Where(pair => pair.Value + Memory <= now).Select(pair => pair.Key).ToList())
        {
            lastSeen.Remove(gone);
            Changes++;
        }

        told.RemoveWhere(node => !lastSeen.ContainsKey(node));
    }

    /// <summary>When the first is forgotten; null: there are none.</summary>
    public TimeSpan? NextDeadline => lastSeen.Count == 0 ? null : lastSeen.Values.Min() + Memory;

    /// <summary>Whether a node that hears nobody it understands is to leave the addresses to another.</summary>
    public bool MustStaySilent => lastSeen.Keys.Any(node => string.CompareOrdinal(node, ownNode) < 0);

    /// <summary>An Event for each node that is new among them.</summary>
    public IEnumerable<Command> Report()
    {
        foreach (var node in lastSeen.Keys.Where(told.Add))
        {
            yield return new Command.RecordEvent(
                new EventSubject("v1", "Node", new ObjectKey("", node), ""),
                IsWarning: true,
                "LivenessKeyMismatch",
                $"heartbeats of node \"{node}\" are sealed with a key that node \"{ownNode}\" does not accept; give both speakers the same file for --ml-secret-key-path");
        }
    }
}
