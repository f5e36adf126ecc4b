using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Store;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>Which objects name which owner (by uid), kept in step with the store.</summary>
internal sealed class OwnerIndex
{
    private readonly Dictionary<string, SortedSet<ObjectKey>> dependents = new(StringComparer.Ordinal);
    private readonly HashSet<string> living = new(StringComparer.Ordinal);

    public OwnerIndex(ObjectStore store) => store.OnChange(Follow);

    public IReadOnlyList<ObjectKey> DependentsOf(string uid) => dependents.TryGetValue(uid, out var keys) ? [.. keys] : [];

    public bool IsLiving(string uid) => living.Contains(uid);

    private void Follow(StoreEvent change)
    {
        foreach (var owner in OwnersOf(change.Before))
        {
            if (dependents.TryGetValue(owner, out var keys) && keys.Remove(change.After.Key) && keys.Count == 0)
            {
                dependents.Remove(owner);
            }
        }
        if (change.Removed)
        {
            living.Remove(change.After.Uid);
            return;
        }
        living.Add(change.After.Uid);
        foreach (var owner in OwnersOf(change.After))
        {
            if (!dependents.TryGetValue(owner, out var keys))
            {
                dependents[owner] = keys = [];
            }
            keys.Add(change.After.Key);
        }
    }

    private static IEnumerable<string> OwnersOf(StoredObject? stored) =>
        stored?.Body.Objects("metadata", "ownerReferences").Select(owner => owner.Text("uid")).OfType<string>() ?? [];
}
