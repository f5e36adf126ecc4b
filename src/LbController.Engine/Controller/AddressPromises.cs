using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Leading;

namespace LbController.Engine.Controller;

/// <summary>
/// The fence around address writes. A write that gives an address may take effect late, even when its process has long lost the Lease; but only
/// on the version of the Service that it rests on. So its addresses count as held until the Service has shown another version:
///
///   write wanted -> waiting -> asked --stands in the Lease--> sent, open --Service seen in another version, or gone--> settled
///
/// Who leads next finds what is open in the Lease and holds it, too. Without election nobody else could read it, and nothing is recorded.
/// </summary>
internal sealed class AddressPromises(bool isRecorded)
{
    /// <summary>Bounds the Lease: Kubernetes takes 256 KiB of annotations, and one promise has at most about 220 bytes.</summary>
    private const int MostOpen = 512;

    private readonly SortedDictionary<ObjectKey, AddressPromise> open = [];
    private readonly Queue<Command.WriteServiceStatus> waiting = [];
    private Command.RecordPromises? asked;
    private List<Command.WriteServiceStatus> askedFor = [];
    private bool isRecordEmpty = true;
    private long number;
    private int failures;
    private TimeSpan? retryAt;

    public TimeSpan? NextDeadline => waiting.Count > 0 ? retryAt : null;

    /// <summary>What writes on the version that is known may yet give to the Service.</summary>
    public ValueArray<Address> To(ObjectKey service) => open.TryGetValue(service, out var promise) ? promise.Addresses : [];

    /// <summary>Begins anew with what those before have left open.</summary>
    /// <param name="left">Their promises.</param>
    /// <param name="versionOf">The version of a Service, seen later than they were made; null: it is gone.</param>
    public void Adopt(ValueArray<AddressPromise> left, Func<ObjectKey, string?> versionOf)
    {
        Forget();
        isRecordEmpty = left.IsEmpty;
        foreach (var promise in left.Where(promise => versionOf(promise.Service) == promise.ResourceVersion))
        {
            open[promise.Service] = promise;
        }
    }

    /// <summary>Who leads no more, or not yet, promises nothing.</summary>
    public void Forget()
    {
        waiting.Clear();
        open.Clear();
        (asked, askedFor, failures, retryAt) = (null, [], 0, null);
    }

    /// <summary>A write is to begin.</summary>
    /// <returns>False: not before its promise is recorded; <see cref="Ended"/> brings it.</returns>
    public bool Begin(Command.WriteServiceStatus write, ValueArray<Address> gained)
    {
        if (gained.IsEmpty)
        {
            return true;
        }

        if (isRecorded)
        {
            waiting.Enqueue(write);
            return false;
        }

        Add(open, write);
        return true;
    }

    /// <summary>The watch has shown this version of a Service.</summary>
    public void Seen(ObjectKey service, string version)
    {
        if (open.TryGetValue(service, out var promise) && promise.ResourceVersion != version)
        {
            open.Remove(service);
        }
    }

    /// <summary>The Service is gone, or the API server has answered that it does not take the write.</summary>
    public void Settle(ObjectKey service) => open.Remove(service);

    /// <summary>What is to be recorded now. Writes that wait go together, and as many as make the record worth its cost.</summary>
    /// <param name="isCurrent">Whether a write still rests on the version that is known.</param>
    /// <param name="stale">Gets the writes that do not.</param>
    /// <param name="now">The time.</param>
    public Command.RecordPromises? Ask(Func<Command.WriteServiceStatus, bool> isCurrent, ICollection<Command.WriteServiceStatus> stale, TimeSpan now)
    {
        var room = MostOpen - open.Count;
        if (asked is { IsUrgent: true } || now < retryAt || (waiting.Count > room && room < MostOpen / 2))
        {
            return null;
        }

        var record = new SortedDictionary<ObjectKey, AddressPromise>(open);
        askedFor = [];
        while (askedFor.Count < room && waiting.TryDequeue(out var write))
        {
            (isCurrent(write) ? askedFor : stale).Add(write);
        }

        if (askedFor.Count > 0)
        {
            askedFor.ForEach(write => Add(record, write));
            isRecordEmpty = false;
            return asked = new Command.RecordPromises(++number, record.Values.ToValueArray(), IsUrgent: true);
        }

        if (isRecordEmpty || open.Count > 0 || asked is not null)
        {
            return null;
        }

        isRecordEmpty = true;
        return asked = new Command.RecordPromises(++number, [], IsUrgent: false);
    }

    /// <param name="command">What was to be recorded.</param>
    /// <param name="outcome">Its end.</param>
    /// <param name="isCurrent">Whether a write still rests on the version that is known.</param>
    /// <param name="stale">Gets the writes that do not.</param>
    /// <param name="now">The time.</param>
    /// <returns>The writes that may begin now.</returns>
    public IReadOnlyList<Command.WriteServiceStatus> Ended(
        Command.RecordPromises command,
        Outcome outcome,
        Func<Command.WriteServiceStatus, bool> isCurrent,
        ICollection<Command.WriteServiceStatus> stale,
        TimeSpan now)
    {
        if (command.Number != asked?.Number)
        {
            return [];
        }

        var writes = askedFor;
        (asked, askedFor) = (null, []);
        if (outcome.Kind != OutcomeKind.Done)
        {
            writes.ForEach(waiting.Enqueue);
            isRecordEmpty = false;
            retryAt = now + Backoff.After(++failures);
            return [];
        }

        (failures, retryAt) = (0, null);
        var begun = writes.FindAll(write => isCurrent(write));
        begun.ForEach(write => Add(open, write));
        writes.FindAll(write => !isCurrent(write)).ForEach(stale.Add);
        return begun;
    }

    private static void Add(SortedDictionary<ObjectKey, AddressPromise> promises, Command.WriteServiceStatus write)
    {
        var earlier = promises.TryGetValue(write.Service, out var promise) && promise.ResourceVersion == write.ResourceVersion ? promise.Addresses : [];
        promises[write.Service] = new AddressPromise(write.Service, write.ResourceVersion, earlier.Union(write.Ingress).Order().ToValueArray());
    }
}
