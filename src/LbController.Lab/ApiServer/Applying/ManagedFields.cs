using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Requests;
using LbController.Lab.ApiServer.Resources;

namespace LbController.Lab.ApiServer.Applying;

/// <summary>
/// Keeps metadata.managedFields when an object is written other than by server-side apply. To keep objects small, owners are
/// recorded only from an object's first server-side apply on, as if the cluster had been upgraded to that feature the moment before.
/// </summary>
internal static class ManagedFields
{
    /// <summary>A new object that was not applied has no owners.</summary>
    public static void RecordCreate(JsonObject item, WriteOptions options)
    {
        if (options.Patch is not Patching.PatchKind.Apply)
        {
            item.Object("metadata")?.Remove("managedFields");
        }
    }

    public static void RecordUpdate(ResourceType type, JsonObject before, JsonObject after, WriteOptions options)
    {
        if (options.Patch is Patching.PatchKind.Apply)
        {
            Forget(after);
            return;
        }

        if (!IsGiven(after))
        {
            after.Ensure("metadata")["managedFields"] = before.Array("metadata", "managedFields")?.DeepClone();
        }

        var entries = ManagedEntry.Read(after);
        if (entries.Count == 0)
        {
            after.Object("metadata")?.Remove("managedFields");
            return;
        }

        var changed = FieldSets.Changed(before, after, FieldStructure.Root(type));
        if (changed.Count > 0)
        {
            var own = ManagedEntry.Own(entries, ManagedEntry.Update, type, options);
            foreach (var other in entries.Where(entry => entry != own))
            {
                FieldSets.Remove(other.Fields, changed);
            }

            FieldSets.Add(own.Fields, changed);
            own.Time = Timestamps.Now();
        }

        ManagedEntry.Write(after, entries);
        Forget(after);
    }

    /// <summary>A list with one empty item is how a client asks to forget all owners.</summary>
    private static bool IsGiven(JsonObject item) => item.Array("metadata", "managedFields") is { Count: > 0 };

    private static void Forget(JsonObject item)
    {
        var entries = ManagedEntry.Read(item);
        foreach (var entry in entries)
        {
            FieldSets.KeepPresent(entry.Fields, item);
        }

        ManagedEntry.Write(item, entries);
    }
}
