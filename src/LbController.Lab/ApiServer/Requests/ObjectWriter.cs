using System.Globalization;
using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Applying;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Resources;
using LbController.Lab.ApiServer.Store;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>Creates and updates objects. The store's gate is held by the caller.</summary>
internal sealed class ObjectWriter(ObjectStore store, ResourceCatalog catalog, ObjectAdmission admission, ObjectRemover remover)
{
    public StoredObject Create(ResourceType type, string inNamespace, JsonObject item, WriteOptions options)
    {
        CheckKind(type, item);
        var metadata = item.Ensure("metadata");
        if (metadata.Text("resourceVersion") is { Length: > 0 })
        {
            throw Refusals.BadRequest("resourceVersion should not be set on objects to be created");
        }
        var name = NameFor(type, metadata);
        CheckNamespace(type, inNamespace, name, metadata);
        var key = new ObjectKey(type.Storage, inNamespace, name);
        if (store.Find(key) is not null)
        {
            throw Refusals.AlreadyExists(type, name);
        }
        admission.Create(type, item, options);
        ManagedFields.RecordCreate(item, options);
        return Put(type, key, item, options);
    }

    /// <param name="change">Makes the wanted object of a copy of the stored one.</param>
    public StoredObject Update(ResourceType type, ObjectKey key, Func<JsonObject, JsonObject> change, WriteOptions options)
    {
        var stored = store.Find(key) ?? throw Refusals.NotFound(type, key.Name);
        var before = ObjectView.Body(stored, type).Copy();
        var after = change(before.Copy());
        CheckKind(type, after);
        CheckPreconditions(type, stored, after);
        admission.Update(type, before, after, options);
        ManagedFields.RecordUpdate(type, before, after, options);
        return SameButVersion(before, after) ? stored : Finish(type, key, after, options);
    }

    private StoredObject Finish(ResourceType type, ObjectKey key, JsonObject after, WriteOptions options)
    {
        var put = Put(type, key, after, options);
        if (!options.DryRun && ObjectRemover.IsReadyToGo(put))
        {
            return remover.RemoveNow(put);
        }
        return put;
    }

    private StoredObject Put(ResourceType type, ObjectKey key, JsonObject item, WriteOptions options)
    {
        var kept = ObjectView.Kept(item, type, catalog.StorageVersion(type));
        return options.DryRun ? StoredObject.Create(key, kept, store.Revision) : store.Put(key, kept);
    }

    private static void CheckKind(ResourceType type, JsonObject item)
    {
        item.Default("apiVersion", type.ApiVersion);
        item.Default("kind", type.Kind);
        if (!string.Equals(item.Text("kind"), type.Kind, StringComparison.Ordinal)
            || !string.Equals(item.Text("apiVersion"), type.ApiVersion, StringComparison.Ordinal))
        {
            throw Refusals.BadRequest($"the object sent is {item.Text("apiVersion")}, Kind={item.Text("kind")}, but this path serves {type.ApiVersion}, Kind={type.Kind}");
        }
    }

    private static string NameFor(ResourceType type, JsonObject metadata)
    {
        var name = metadata.Text("name") ?? string.Empty;
        if (name.Length == 0 && metadata.Text("generateName") is { Length: > 0 } prefix)
        {
            name = ObjectNames.Generate(prefix);
            metadata["name"] = name;
        }
        if (name.Length == 0)
        {
            throw Refusals.Invalid(type, name, [Crds.FieldError.Required("metadata.name", "name or generateName is required")]);
        }
        if (!ObjectNames.IsValid(name, type.Group))
        {
            throw Refusals.Invalid(type, name, [Crds.FieldError.Invalid("metadata.name", $"\"{name}\"",
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character")]);
        }
        return name;
    }

    private void CheckNamespace(ResourceType type, string inNamespace, string name, JsonObject metadata)
    {
        if (!type.Namespaced)
        {
            metadata.Remove("namespace");
            return;
        }
        if (metadata.Text("namespace") is { Length: > 0 } named && !string.Equals(named, inNamespace, StringComparison.Ordinal))
        {
            throw Refusals.BadRequest($"the namespace of the provided object does not match the namespace sent on the request ({named} and {inNamespace})");
        }
        metadata["namespace"] = inNamespace;
        var spaces = catalog.OfStorage(NamespaceRules.Storage)!;
        var space = store.Find(new ObjectKey(NamespaceRules.Storage, string.Empty, inNamespace)) ?? throw Refusals.NotFound(spaces, inNamespace);
        if (space.Body.Text("metadata", "deletionTimestamp") is not null)
        {
            throw Refusals.Terminating(type, name, inNamespace);
        }
    }

    private static void CheckPreconditions(ResourceType type, StoredObject stored, JsonObject after)
    {
        if (after.Text("metadata", "uid") is { Length: > 0 } uid && !string.Equals(uid, stored.Uid, StringComparison.Ordinal))
        {
            throw Refusals.Conflict(type, stored.Key.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {stored.Uid}");
        }
        if (after.Text("metadata", "name") is { Length: > 0 } name && !string.Equals(name, stored.Key.Name, StringComparison.Ordinal))
        {
            throw Refusals.BadRequest($"the name of the object ({name}) does not match the name on the URL ({stored.Key.Name})");
        }
        var version = after.Text("metadata", "resourceVersion");
        if (version is null or "" && (type.IsCustom || type.Kind is "Lease"))
        {
            throw Refusals.Invalid(type, stored.Key.Name, [Crds.FieldError.Invalid("metadata.resourceVersion", "0", "must be specified for an update")]);
        }
        if (version is { Length: > 0 } && !string.Equals(version, stored.Revision.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
        {
            throw Refusals.StaleVersion(type, stored.Key.Name);
        }
    }

    private static bool SameButVersion(JsonObject before, JsonObject after)
    {
        var (left, right) = (WithoutVersion(before), WithoutVersion(after));
        return JsonNode.DeepEquals(left, right);
    }

    private static JsonObject WithoutVersion(JsonObject item)
    {
        var bare = item.Copy();
        bare.Object("metadata")?.Remove("resourceVersion");
        foreach (var owner in bare.Objects("metadata", "managedFields"))
        {
            owner.Remove("time");
        }
        return bare;
    }
}
