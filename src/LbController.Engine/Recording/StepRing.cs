using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;

namespace LbController.Engine.Recording;

/// <summary>
/// The last steps of a reactor, within a bound of memory. Facts of steps that fall out leave the state that they have made: the last word about
/// each object and link, the keys, who leads. So what is left can still be played to a fresh reactor.
/// </summary>
/// <param name="mostSteps">How many steps are kept at most.</param>
/// <param name="mostBytes">How much they may hold, by estimate.</param>
public sealed class StepRing(int mostSteps, long mostBytes)
{
    private const int StepSize = 100;
    private const int FactSize = 150;
    private const int ObjectSize = 600;
    private const int StatusSize = 350;

    private readonly Queue<(RecordedStep Step, long Size)> steps = [];
    private readonly SortedDictionary<(string Kind, ObjectKey Key), Fact> before = [];
    private long size;

    /// <summary>Steps that have fallen out.</summary>
    public long Forgotten { get; private set; }

    public IReadOnlyList<RecordedStep> Steps => [.. steps.Select(entry => entry.Step)];

    /// <summary>What the forgotten steps have left, <see cref="Fact.InSync"/> last.</summary>
    public IReadOnlyList<Fact> Before => [.. before.Values.Where(fact => fact is not Fact.InSync), .. before.Values.OfType<Fact.InSync>()];

    public void Add(RecordedStep step)
    {
        var own = SizeOf(step);
        steps.Enqueue((step, own));
        size += own;
        while (steps.Count > mostSteps || (size > mostBytes && steps.Count > 1))
        {
            var (oldest, freed) = steps.Dequeue();
            size -= freed;
            Forgotten++;
            foreach (var fact in oldest.Facts)
            {
                Fold(fact);
            }
        }
    }

    private void Fold(Fact fact)
    {
        switch (fact)
        {
            case Fact.Seen seen:
                before[(seen.Object.GetType().Name, seen.Object.Key)] = fact;
                break;
            case Fact.Gone gone:
                before.Remove((gone.Kind.Name, gone.Key));
                break;
            case NetworkFact.LinkSeen link:
                before[LinkOf(link.Link.Index)] = fact;
                break;
            case NetworkFact.LinkGone link:
                before.Remove(LinkOf(link.Index));
                break;
            case Fact.AccessDenied denied:
                before[(nameof(Fact.AccessDenied), new ObjectKey(denied.Resource, denied.Verb))] = fact;
                break;
            case Fact.AccessGiven given:
                before.Remove((nameof(Fact.AccessDenied), new ObjectKey(given.Resource, given.Verb)));
                break;
            case Fact.InSync or Fact.Leadership or Fact.Leaving or NetworkFact.ExclusionRead or NetworkFact.LivenessKeysRead:
                before[(fact.GetType().Name, default)] = fact;
                break;
        }
    }

    private static (string Kind, ObjectKey Key) LinkOf(int index) => (nameof(NetworkFact.LinkSeen), new ObjectKey("", $"{index}"));

    private static long SizeOf(RecordedStep step) => StepSize + step.Facts.Sum(SizeOf) + step.Commands.Sum(SizeOf);

    private static long SizeOf(Fact fact) => FactSize + fact switch
    {
        Fact.Seen => ObjectSize,
        NetworkFact.DatagramReceived datagram => datagram.Bytes.Length,
        NetworkFact.TcpReceived tcp => tcp.Bytes.Length,
        _ => 0,
    };

    private static long SizeOf(Command command) => FactSize + command switch
    {
        Command.WriteServiceStatus or Command.WriteAnnouncedCondition or Command.WriteSessionState => StatusSize,
        NetworkCommand.SendDatagram datagram => datagram.Bytes.Length,
        NetworkCommand.SendSpare spare => spare.Bytes.Length,
        NetworkCommand.SendTcp tcp => tcp.Bytes.Length,
        NetworkCommand.PublishTable publish => 48L * publish.Table.Count,
        NetworkCommand.WatchFor watch => 32L * watch.Addresses.Count,
        _ => 0,
    };
}
