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
///   wanted -> waiting -> asked -> recorded in the Lease -> begun, open --Service seen in another version, or gone--> settled
///               \----------\--------------\--something has changed--> withdrawn, decided upon anew
///
/// Who leads next finds what is open in the Lease and holds it, too. Without election nobody else could read it, and nothing is recorded.
/// </summary>
internal sealed class AddressPromises(bool isRecorded)
{
    /// <summary>Bounds the Lease: Kubernetes takes 256 KiB of annotations, and one promise has at most about 220 bytes.</summary>
    private const int MostOpen = 512;

    private readonly SortedDictionary<ObjectKey, AddressPromise> open = [];
    private readonly Dictionary<ObjectKey, Command.WriteServiceStatus> wanted = [];
    private readonly Queue<Command.WriteServiceStatus> waiting = [];
    private readonly List<Command.WriteServiceStatus> recorded = [];
    private List<Command.WriteServiceStatus> askedFor = [];
    private Command.RecordPromises? asked;
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
        open.Clear();
        wanted.Clear();
        waiting.Clear();
        recorded.Clear();
        (asked, askedFor, failures, retryAt) = (null, [], 0, null);
    }

    /// <summary>A write is to begin.</summary>
    /// <returns>False: not before its promise is recorded; <see cref="TakeBegun"/> brings it.</returns>
    public bool Begin(Command.WriteServiceStatus write, ValueArray<Address> gained)
    {
        if (gained.IsEmpty)
        {
            return true;
        }

        if (!isRecorded)
        {
            Add(open, write);
            return true;
        }

        wanted[write.Service] = write;
        waiting.Enqueue(write);
        return false;
    }

    /// <summary>Something has changed since the write to this Service was decided upon.</summary>
    /// <returns>False: none waits to begin.</returns>
    public bool Withdraw(ObjectKey service) => wanted.Remove(service);

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

    /// <summary>The writes that may begin now.</summary>
    public IReadOnlyList<Command.WriteServiceStatus> TakeBegun()
    {
        var begun = recorded.FindAll(IsWanted);
        recorded.Clear();
        foreach (var write in begun)
        {
            wanted.Remove(write.Service);
            Add(open, write);
        }

        return begun;
    }

    /// <summary>What is to be recorded now: all that waits goes together, and while many are open, no few at a time.</summary>
    public Command.RecordPromises? Ask(TimeSpan now)
    {
        var room = MostOpen - open.Count;
        if (asked is { IsUrgent: true } || now < retryAt || (waiting.Count > room && room < MostOpen / 2))
        {
            return null;
        }

        askedFor = [];
        var record = new SortedDictionary<ObjectKey, AddressPromise>(open);
        while (askedFor.Count < room && waiting.TryDequeue(out var write))
        {
            if (IsWanted(write))
            {
                askedFor.Add(write);
                Add(record, write);
            }
        }

        if (askedFor.Count > 0)
        {
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

    /// <summary>What was to be recorded stands in the Lease, or does not.</summary>
    public void Ended(Command.RecordPromises command, Outcome outcome, TimeSpan now)
    {
        if (command.Number != asked?.Number)
        {
            return;
        }

        if (outcome.Kind == OutcomeKind.Done)
        {
            (failures, retryAt) = (0, null);
            recorded.AddRange(askedFor);
        }
        else
        {
            askedFor.ForEach(waiting.Enqueue);
            isRecordEmpty = false;
            retryAt = now + Backoff.After(++failures);
        }

        (asked, askedFor) = (null, []);
    }

    /// <summary>Neither withdrawn nor replaced by another.</summary>
    private bool IsWanted(Command.WriteServiceStatus write) => ReferenceEquals(wanted.GetValueOrDefault(write.Service), write);

    private static void Add(SortedDictionary<ObjectKey, AddressPromise> promises, Command.WriteServiceStatus write)
    {
        var earlier = promises.TryGetValue(write.Service, out var promise) && promise.ResourceVersion == write.ResourceVersion ? promise.Addresses : [];
        promises[write.Service] = new AddressPromise(write.Service, write.ResourceVersion, earlier.Union(write.Ingress).Order().ToValueArray());
    }
}
