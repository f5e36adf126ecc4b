using System.Text.Json.Nodes;

namespace LbController.Lab.ApiServer.Store;

/// <summary>
/// All objects under one revision counter. Callers hold <see cref="Gate"/> around every call, so that a read and the write
/// that follows from it are one step.
/// </summary>
internal sealed class ObjectStore(int eventCapacity, ObjectDirectory? directory)
{
    private readonly Dictionary<string, Shelf> shelves = new(StringComparer.Ordinal);
    private readonly List<Action<StoreEvent>> followers = [];
    private readonly Dictionary<string, EventLog> logs = new(StringComparer.Ordinal);

    public Lock Gate { get; } = new();

    /// <summary>The revision of the last change.</summary>
    public long Revision { get; private set; } = 1;

    /// <summary>Tells about every change while the gate is held.</summary>
    public void OnChange(Action<StoreEvent> follower) => followers.Add(follower);

    /// <summary>Takes back what the directory kept; the history before is forgotten.</summary>
    public void Load()
    {
        if (directory is null)
        {
            return;
        }
        Revision = Math.Max(Revision, directory.ReadRevision());
        foreach (var kept in directory.ReadAll())
        {
            Revision = Math.Max(Revision, kept.Revision);
            ShelfOf(kept.Key.Storage).Put(kept);
            Tell(new StoreEvent(null, kept, Removed: false));
        }
    }

    public StoredObject? Find(ObjectKey key) => ShelfOf(key.Storage).Find(key);

    /// <summary>All objects of a resource ordered by namespace and name; a null namespace means all of them, a key those after it.</summary>
    public IEnumerable<StoredObject> List(string storage, string? inNamespace, ObjectKey? after = null) =>
        ShelfOf(storage).After(after).Where(stored => inNamespace is null || string.Equals(stored.Key.Namespace, inNamespace, StringComparison.Ordinal));

    public IReadOnlyList<StoredObject> ListNamespace(string inNamespace) =>
        [.. shelves.Values.SelectMany(shelf => shelf.After(null)).Where(stored => string.Equals(stored.Key.Namespace, inNamespace, StringComparison.Ordinal))];

    public StoredObject Put(ObjectKey key, JsonObject body)
    {
        var before = Find(key);
        var after = StoredObject.Create(key, body, ++Revision);
        ShelfOf(key.Storage).Put(after);
        directory?.Write(after);
        Publish(new StoreEvent(before, after, Removed: false));
        return after;
    }

    public StoredObject Remove(StoredObject stored, JsonObject lastBody)
    {
        var after = StoredObject.Create(stored.Key, lastBody, ++Revision);
        ShelfOf(stored.Key.Storage).Remove(stored.Key);
        directory?.Delete(stored.Key, Revision);
        Publish(new StoreEvent(stored, after, Removed: true));
        return after;
    }

    public EventLog Log(string storage)
    {
        if (!logs.TryGetValue(storage, out var log))
        {
            // Nothing of this resource changed since the start, so only revisions from before the start are unknown.
            log = new EventLog(eventCapacity, directory?.StartRevision ?? 0);
            logs.Add(storage, log);
        }
        return log;
    }

    private void Publish(StoreEvent change)
    {
        Log(change.After.Key.Storage).Append(change);
        Tell(change);
    }

    private void Tell(StoreEvent change) => followers.ForEach(follower => follower(change));

    private Shelf ShelfOf(string storage)
    {
        if (!shelves.TryGetValue(storage, out var shelf))
        {
            shelf = new Shelf();
            shelves.Add(storage, shelf);
        }
        return shelf;
    }
}
