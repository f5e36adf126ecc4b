using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Requests;
using LbController.Lab.ApiServer.Resources;

namespace LbController.Lab.ApiServer.Applying;

/// <summary>
/// Server-side apply: a manager says which fields it wants; what it wanted before and wants no more is removed, and what others own
/// is changed only by force.
/// </summary>
internal static class ServerSideApply
{
    /// <summary>The object that an apply creates.</summary>
    public static JsonObject Create(ResourceType type, string name, JsonNode? patch, WriteOptions options)
    {
        var item = Configuration(patch);
        item.Ensure("metadata")["name"] = name;
        var owners = new List<ManagedEntry>();
        FieldSets.Add(ManagedEntry.Own(owners, ManagedEntry.Apply, type, options).Fields, Wanted(type, item, options));
        ManagedEntry.Write(item, owners);
        return item;
    }

    /// <exception cref="ApiException">Somebody else owns a field that would change, and nothing is forced.</exception>
    public static JsonObject Apply(ResourceType type, JsonObject live, JsonObject patch, WriteOptions options)
    {
        var configuration = Configuration(patch);
        var wanted = Wanted(type, configuration, options);
        var owners = Owners(type, live);
        var own = ManagedEntry.Own(owners, ManagedEntry.Apply, type, options);
        var others = owners.Where(entry => entry != own).ToList();
        var merged = live.Copy();
        ApplyMerge.Merge(merged, configuration, FieldStructure.Root(type));
        Settle(wanted, others, live, merged, FieldStructure.Root(type), options);
        ApplyMerge.Prune(merged, own.Fields, wanted, [.. others.Select(other => other.Fields)]);
        var next = own with { Fields = wanted, Time = JsonNode.DeepEquals(own.Fields, wanted) ? own.Time : Timestamps.Now() };
        ManagedEntry.Write(merged, [.. others, next]);
        return merged;
    }

    private static JsonObject Configuration(JsonNode? patch)
    {
        var item = (patch as JsonObject ?? throw Refusals.BadRequest("an apply needs an object")).Copy();
        if (item.Array("metadata", "managedFields") is { Count: > 0 })
        {
            throw Refusals.BadRequest("metadata.managedFields must be nil");
        }

        item.Object("metadata")?.Remove("managedFields");
        return item;
    }

    /// <summary>The status is owned by those who write the status alone, and the other way round.</summary>
    private static JsonObject Wanted(ResourceType type, JsonObject configuration, WriteOptions options)
    {
        var wanted = FieldSets.Of(configuration, FieldStructure.Root(type));
        foreach (var step in wanted.Select(pair => pair.Key).Where(step => type.HasStatus && options.IsStatus != step is "f:status").ToList())
        {
            wanted.Remove(step);
        }

        return wanted;
    }

    /// <summary>An object that nobody has applied here belongs to whoever made it, so that its fields are not taken silently.</summary>
    private static List<ManagedEntry> Owners(ResourceType type, JsonObject live)
    {
        var owners = ManagedEntry.Read(live);
        if (owners.Count == 0)
        {
            var wasApplied = LastApplied.Of(live) is not null;
            owners.Add(new ManagedEntry(
                wasApplied ? "kubectl-client-side-apply" : "before-first-apply", ManagedEntry.Update, type.ApiVersion, string.Empty, FieldSets.Of(live, FieldStructure.Root(type))));
        }

        return owners;
    }

    private static void Settle(JsonObject wanted, List<ManagedEntry> others, JsonObject live, JsonObject merged, FieldStructure root, WriteOptions options)
    {
        var conflicts = others.SelectMany(other => ApplyConflicts.Find(wanted, other.Fields, live, merged).Select(path => (other.Title, path))).ToList();
        if (conflicts.Count > 0 && !options.Force && !LastApplied.Covers(wanted, others, live, merged, root, options))
        {
            throw Refusals.ApplyConflict(conflicts);
        }

        foreach (var other in others.Where(_ => conflicts.Count > 0))
        {
            Yield(other.Fields, wanted, live, merged);
        }
    }

    /// <summary>By force: the other owner loses the fields that change.</summary>
    private static void Yield(JsonObject owned, JsonObject wanted, JsonNode? live, JsonNode? merged)
    {
        foreach (var (step, below) in wanted)
        {
            if (step is FieldKeys.Self || owned[step] is not JsonObject theirs || !FieldKeys.TryFollow(live, step, out var old))
            {
                continue;
            }

            FieldKeys.TryFollow(merged, step, out var now);
            if (below is JsonObject { Count: > 0 } ours && theirs.Count > 0)
            {
                Yield(theirs, ours, old, now);
                if (theirs.Count == 0)
                {
                    owned.Remove(step);
                }
            }
            else if (!JsonNode.DeepEquals(old, now))
            {
                owned.Remove(step);
            }
        }
    }
}
