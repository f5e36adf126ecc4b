using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Applying;

/// <summary>Puts an applied configuration into a living object, and takes out of it what its owner applies no more.</summary>
internal static class ApplyMerge
{
    public static void Merge(JsonObject live, JsonObject applied, FieldStructure at)
    {
        foreach (var (name, field) in applied)
        {
            live[name] = Merged(live[name], field, at.Field(name));
        }
    }

    /// <summary>Removes what <paramref name="former"/> holds and <paramref name="applied"/> does not, except what others own.</summary>
    public static void Prune(JsonNode? live, JsonObject former, JsonObject applied, IReadOnlyList<JsonObject> others)
    {
        foreach (var (step, below) in former)
        {
            if (step is FieldKeys.Self || !FieldKeys.TryFollow(live, step, out var member))
            {
                continue;
            }

            var owners = others.Select(other => other[step]).OfType<JsonObject>().ToList();
            if (applied[step] is JsonObject still)
            {
                Prune(member, (JsonObject)below!, still, owners);
            }
            else if (owners.Count == 0)
            {
                FieldKeys.Remove(live, step);
            }
            else
            {
                KeepOwned(member, (JsonObject)below!, owners);
            }
        }
    }

    private static void KeepOwned(JsonNode? live, JsonObject former, IReadOnlyList<JsonObject> owners)
    {
        if (owners.All(owner => owner.Count > 0))
        {
            Prune(live, former, [], owners);
        }
    }

    private static JsonNode? Merged(JsonNode? live, JsonNode? applied, FieldStructure at)
    {
        switch (live, applied)
        {
            case (JsonObject old, JsonObject fields) when !at.IsWhole:
                var map = old.Copy();
                Merge(map, fields, at);
                return map;
            case (JsonArray old, JsonArray items) when at.Keys is { Count: > 0 } keys:
                return MergedItems(old, items, at, keys);
            case (JsonArray old, JsonArray values) when at.IsSet:
                return new JsonArray([.. old.Concat(values).DistinctBy(FieldKeys.OfValue).Select(value => value?.DeepClone())]);
            default:
                return applied?.DeepClone();
        }
    }

    /// <summary>In the order of the applied ones; those that only the living object has come after them.</summary>
    private static JsonArray MergedItems(JsonArray live, JsonArray applied, FieldStructure at, IReadOnlyList<string> keys)
    {
        var merged = new JsonArray();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in applied.OfType<JsonObject>())
        {
            var step = FieldKeys.OfItem(item, keys);
            taken.Add(step);
            merged.Add(FieldKeys.TryFollow(live, step, out var old) ? Merged(old, item, at.Item()) : item.DeepClone());
        }

        foreach (var item in live.OfType<JsonObject>().Where(item => !taken.Contains(FieldKeys.OfItem(item, keys))))
        {
            merged.Add(item.DeepClone());
        }

        return merged;
    }
}
