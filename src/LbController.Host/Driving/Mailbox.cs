using LbController.Core.Snapshot;
using LbController.Engine.Facts;

namespace LbController.Host.Driving;

/// <summary>
/// Facts on their way to the reactor. For objects of the cluster and for links the latest fact wins, so that a burst of changes to one
/// object is one fact; bytes, outcomes and all others are kept in their order. Posting never blocks.
/// </summary>
internal sealed class Mailbox : IDisposable
{
    private readonly Lock gate = new();
    private readonly SemaphoreSlim arrivals = new(0, 1);
    private readonly Dictionary<object, int> slots = [];
    private List<Fact?> waiting = [];

    public void Post(Fact fact)
    {
        lock (gate)
        {
            if (SlotOf(fact) is { } slot)
            {
                if (slots.TryGetValue(slot, out var index))
                {
                    waiting[index] = null;
                }

                slots[slot] = waiting.Count;
            }

            waiting.Add(fact);
            if (arrivals.CurrentCount == 0)
            {
                arrivals.Release();
            }
        }
    }

    /// <summary>Ends a wait although nothing has come.</summary>
    public void Knock()
    {
        lock (gate)
        {
            if (arrivals.CurrentCount == 0)
            {
                arrivals.Release();
            }
        }
    }

    /// <summary>Waits until something arrives or the time is up; true when something has arrived.</summary>
    public bool Wait(TimeSpan atMost, CancellationToken cancellation) => arrivals.Wait(atMost, cancellation);

    /// <summary>Takes everything that waits, in the order of the latest posts.</summary>
    public IReadOnlyList<Fact> Drain()
    {
        lock (gate)
        {
            var taken = waiting;
            waiting = [];
            slots.Clear();
            return taken.OfType<Fact>().ToList();
        }
    }

    public void Dispose() => arrivals.Dispose();

    private static object? SlotOf(Fact fact) => fact switch
    {
        Fact.Seen seen => (seen.Object.GetType(), seen.Object.Key),
        Fact.Gone gone => (gone.Kind, gone.Key),
        NetworkFact.LinkSeen link => ("link", new ObjectKey("", link.Link.Name), link.Link.Index),
        _ => null,
    };
}
