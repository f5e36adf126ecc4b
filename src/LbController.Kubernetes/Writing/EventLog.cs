using LbController.Engine.Commands;

namespace LbController.Kubernetes.Writing;

/// <summary>
/// Remembers which Events were written, so that the same one again counts up instead of making a new object. Bounded: what was not
/// repeated for longest is forgotten first. Safe to use from many threads.
/// </summary>
internal sealed class EventLog(int capacity)
{
    private readonly Lock gate = new();
    private readonly Dictionary<Command.RecordEvent, LinkedListNode<WrittenEvent>> byContent = [];
    private readonly LinkedList<WrittenEvent> byAge = new();

    /// <summary>The Event with this one more occurrence in it; its count is 1 if it is new.</summary>
    public WrittenEvent Count(Command.RecordEvent command, DateTimeOffset now, Func<string> newName)
    {
        lock (gate)
        {
            var counted = byContent.TryGetValue(command, out var node)
                ? node.Value with { Count = node.Value.Count + 1 }
                : new WrittenEvent(command, newName(), 1, now);
            Put(counted, node);
            return counted;
        }
    }

    /// <summary>It could not be written, or is gone from the server: the next occurrence is a new Event.</summary>
    public void Forget(Command.RecordEvent command)
    {
        lock (gate)
        {
            if (byContent.Remove(command, out var node))
            {
                byAge.Remove(node);
            }
        }
    }

    private void Put(WrittenEvent counted, LinkedListNode<WrittenEvent>? previous)
    {
        if (previous is not null)
        {
            byAge.Remove(previous);
        }

        byContent[counted.Command] = byAge.AddLast(counted);
        if (byAge.Count > capacity)
        {
            byContent.Remove(byAge.First!.Value.Command);
            byAge.RemoveFirst();
        }
    }
}
