using System.Text.Json.Nodes;

namespace LbController.Lab.ApiServer.Store;

/// <summary>The objects of one resource, found by key and walked in its order from any point.</summary>
internal sealed class Shelf
{
    private static readonly Comparer<StoredObject> ByKey = Comparer<StoredObject>.Create((left, right) => left.Key.CompareTo(right.Key));

    private readonly Dictionary<ObjectKey, StoredObject> found = [];
    private readonly SortedSet<StoredObject> ordered = new(ByKey);

    public StoredObject? Find(ObjectKey key) => found.GetValueOrDefault(key);

    public void Put(StoredObject stored)
    {
        Remove(stored.Key);
        found[stored.Key] = stored;
        ordered.Add(stored);
    }

    public void Remove(ObjectKey key)
    {
        if (found.Remove(key, out var stored))
        {
            ordered.Remove(stored);
        }
    }

    /// <summary>By namespace and name; a key to begin after need not be there.</summary>
    public IEnumerable<StoredObject> After(ObjectKey? key) => key is { } last && ordered.Max is { } end
        ? last >= end.Key ? [] : ordered.GetViewBetween(Probe(last), end).SkipWhile(stored => stored.Key <= last)
        : ordered;

    private static StoredObject Probe(ObjectKey key) => new(key, 0, new JsonObject(), []);
}
