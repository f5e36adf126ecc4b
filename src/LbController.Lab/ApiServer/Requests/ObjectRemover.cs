using System.Globalization;
using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Resources;
using LbController.Lab.ApiServer.Store;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>
/// Deletes objects: finalizers hold them, dependents follow their owners, a namespace and a definition take what they hold with them.
/// The store's gate is held by the caller.
/// </summary>
internal sealed class ObjectRemover(ObjectStore store, ResourceCatalog catalog, OwnerIndex owners)
{
    private const string Foreground = "foregroundDeletion";

    /// <summary>The object as it was last, or as it waits for its finalizers.</summary>
    public StoredObject Delete(ResourceType type, ObjectKey key, DeleteOptions options)
    {
        var stored = store.Find(key) ?? throw Refusals.NotFound(type, key.Name);
        CheckPreconditions(type, stored, options);
        if (options.DryRun)
        {
            return stored;
        }
        if (options.Propagation is "Orphan")
        {
            Orphan(stored);
        }
        var marked = Mark(stored, options.Propagation is "Foreground" && owners.DependentsOf(stored.Uid).Count > 0);
        EmptyContainer(marked);
        if (options.Propagation is "Foreground")
        {
            DeleteDependents(marked.Uid, options.Propagation);
        }
        marked = store.Find(key);
        return marked is null ? stored : Settle(marked);
    }

    /// <summary>A marked object whose last finalizer went.</summary>
    public static bool IsReadyToGo(StoredObject stored) =>
        stored.Body.Text("metadata", "deletionTimestamp") is not null && !Finalizers(stored).Any();

    public StoredObject RemoveNow(StoredObject stored)
    {
        var gone = store.Remove(stored, stored.Body.Copy());
        DeleteDependents(stored.Uid, "Background");
        ReleaseWaitingOwners(stored);
        ReleaseNamespace(stored);
        return gone;
    }

    private StoredObject Settle(StoredObject marked)
    {
        var held = Finalizers(marked).Where(finalizer => finalizer is not Foreground || HasBlockingDependents(marked)).ToList();
        if (HasContent(marked))
        {
            return marked;
        }
        if (held.Count == 0)
        {
            return RemoveNow(marked);
        }
        return marked;
    }

    private static IEnumerable<string> Finalizers(StoredObject stored) => stored.Body.Texts("metadata", "finalizers");

    private bool HasBlockingDependents(StoredObject owner) => owners.DependentsOf(owner.Uid).Count > 0;

    private bool HasContent(StoredObject stored) => stored.Key.Storage switch
    {
        NamespaceRules.Storage => store.ListNamespace(stored.Key.Name).Count > 0,
        ResourceCatalog.CrdStorage => store.List(InstancesOf(stored), null).Any(),
        _ => false,
    };

    private StoredObject Mark(StoredObject stored, bool foreground)
    {
        if (stored.Body.Text("metadata", "deletionTimestamp") is not null)
        {
            return stored;
        }
        var waits = foreground || Finalizers(stored).Any() || HasContent(stored);
        if (!waits)
        {
            return stored;
        }
        var body = stored.Body.Copy();
        var metadata = body.Ensure("metadata");
        metadata["deletionTimestamp"] = Timestamps.Now();
        metadata["deletionGracePeriodSeconds"] = 0;
        if (foreground)
        {
            metadata["finalizers"] = JsonReading.ArrayOf([.. Finalizers(stored), Foreground]);
        }
        if (stored.Key.Storage is NamespaceRules.Storage)
        {
            body.Ensure("status")["phase"] = "Terminating";
        }
        return store.Put(stored.Key, body);
    }

    private void EmptyContainer(StoredObject container)
    {
        var content = container.Key.Storage switch
        {
            NamespaceRules.Storage => store.ListNamespace(container.Key.Name),
            ResourceCatalog.CrdStorage => [.. store.List(InstancesOf(container), null)],
            _ => [],
        };
        foreach (var held in content)
        {
            DeleteQuietly(held.Key, "Background");
        }
    }

    private static string InstancesOf(StoredObject crd) => $"{crd.Body.Text("spec", "group")}/{crd.Body.Text("spec", "names", "plural")}";

    private void DeleteDependents(string uid, string propagation)
    {
        foreach (var dependent in owners.DependentsOf(uid))
        {
            if (store.Find(dependent) is not { } stored)
            {
                continue;
            }
            var others = stored.Body.Objects("metadata", "ownerReferences").Select(owner => owner.Text("uid"))
                .Any(owner => owner is not null && !string.Equals(owner, uid, StringComparison.Ordinal) && owners.IsLiving(owner));
            if (others)
            {
                store.Put(dependent, WithoutOwner(stored, uid));
            }
            else
            {
                DeleteQuietly(dependent, propagation);
            }
        }
    }

    private void DeleteQuietly(ObjectKey key, string propagation)
    {
        if (catalog.OfStorage(key.Storage) is { } type && store.Find(key) is not null)
        {
            Delete(type, key, new DeleteOptions(propagation, null, null, false));
        }
    }

    private void Orphan(StoredObject owner)
    {
        foreach (var dependent in owners.DependentsOf(owner.Uid))
        {
            if (store.Find(dependent) is { } stored)
            {
                store.Put(dependent, WithoutOwner(stored, owner.Uid));
            }
        }
    }

    private static JsonObject WithoutOwner(StoredObject stored, string uid)
    {
        var body = stored.Body.Copy();
        var kept = body.Objects("metadata", "ownerReferences").Where(owner => !string.Equals(owner.Text("uid"), uid, StringComparison.Ordinal));
        body.Ensure("metadata")["ownerReferences"] = new JsonArray([.. kept.Select(owner => owner.DeepClone())]);
        return body;
    }

    /// <summary>An owner that was deleted in the foreground goes when the last of its dependents went.</summary>
    private void ReleaseWaitingOwners(StoredObject gone)
    {
        foreach (var reference in gone.Body.Objects("metadata", "ownerReferences"))
        {
            var type = catalog.All.FirstOrDefault(one =>
                string.Equals(one.ApiVersion, reference.Text("apiVersion"), StringComparison.Ordinal)
                && string.Equals(one.Kind, reference.Text("kind"), StringComparison.Ordinal));
            var key = type is null ? default : new ObjectKey(type.Storage, type.Namespaced ? gone.Key.Namespace : string.Empty, reference.Text("name") ?? string.Empty);
            if (type is not null && store.Find(key) is { } owner && Finalizers(owner).Contains(Foreground, StringComparer.Ordinal))
            {
                Settle(owner);
            }
        }
    }

    private void ReleaseNamespace(StoredObject gone)
    {
        if (store.Find(new ObjectKey(NamespaceRules.Storage, string.Empty, gone.Key.Namespace)) is { } space
            && space.Body.Text("metadata", "deletionTimestamp") is not null)
        {
            Settle(space);
        }
        var definition = store.List(ResourceCatalog.CrdStorage, null)
            .FirstOrDefault(crd => string.Equals(InstancesOf(crd), gone.Key.Storage, StringComparison.Ordinal));
        if (definition?.Body.Text("metadata", "deletionTimestamp") is not null)
        {
            Settle(definition);
        }
    }

    private static void CheckPreconditions(ResourceType type, StoredObject stored, DeleteOptions options)
    {
        if (options.Uid is { } uid && !string.Equals(uid, stored.Uid, StringComparison.Ordinal))
        {
            throw Refusals.Conflict(type, stored.Key.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {stored.Uid}");
        }
        if (options.ResourceVersion is { } version && !string.Equals(version, stored.Revision.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
        {
            throw Refusals.Conflict(type, stored.Key.Name, $"Precondition failed: ResourceVersion in precondition: {version}, ResourceVersion in object meta: {stored.Revision}");
        }
    }
}
