using System.Text.Json.Nodes;

namespace LbController.Lab.ApiServer.Applying;

/// <summary>Sets of fields as trees of steps; an empty node is a field owned as a whole.</summary>
internal static class FieldSets
{
    private static readonly HashSet<string> NobodysMetadata = new(StringComparer.Ordinal)
    {
        "name", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "selfLink", "generateName",
    };

    /// <summary>All fields that an object sets, without those that belong to nobody.</summary>
    public static JsonObject Of(JsonObject item, FieldStructure root) => WithoutFixed((JsonObject)Leaves(item, root));

    /// <summary>The fields that are new or other in <paramref name="after"/>.</summary>
    public static JsonObject Changed(JsonObject before, JsonObject after, FieldStructure root) => WithoutFixed(Difference(before, after, root) ?? []);

    public static void Add(JsonObject set, JsonObject more)
    {
        foreach (var (step, below) in more)
        {
            if (set[step] is JsonObject known)
            {
                Add(known, (JsonObject)below!);
            }
            else
            {
                set[step] = below!.DeepClone();
            }
        }
    }

    public static void Remove(JsonObject set, JsonObject less)
    {
        foreach (var (step, below) in less)
        {
            if (set[step] is not JsonObject known)
            {
                continue;
            }

            if (known.Count > 0 && below is JsonObject { Count: > 0 } deeper)
            {
                Remove(known, deeper);
                if (known.Count > 0)
                {
                    continue;
                }
            }

            set.Remove(step);
        }
    }

    /// <summary>Forgets the fields that an object has no more.</summary>
    public static void KeepPresent(JsonObject set, JsonNode? item)
    {
        foreach (var (step, below) in set.ToList())
        {
            if (step is FieldKeys.Self)
            {
                continue;
            }

            if (!FieldKeys.TryFollow(item, step, out var member))
            {
                set.Remove(step);
            }
            else if (below is JsonObject { Count: > 0 } deeper)
            {
                KeepPresent(deeper, member);
                if (deeper.Count == 0)
                {
                    set.Remove(step);
                }
            }
        }
    }

    private static JsonObject WithoutFixed(JsonObject set)
    {
        set.Remove("f:apiVersion");
        set.Remove("f:kind");
        if (set["f:metadata"] is JsonObject metadata)
        {
            foreach (var field in NobodysMetadata)
            {
                metadata.Remove(FieldKeys.OfField(field));
            }

            if (metadata.Count == 0)
            {
                set.Remove("f:metadata");
            }
        }

        return set;
    }

    private static JsonObject Leaves(JsonNode? value, FieldStructure at)
    {
        var set = new JsonObject();
        switch (value)
        {
            case JsonObject fields when !at.IsWhole:
                foreach (var (name, field) in fields)
                {
                    set[FieldKeys.OfField(name)] = Leaves(field, at.Field(name));
                }

                break;
            case JsonArray items when at.Keys is { Count: > 0 } keys:
                foreach (var item in items.OfType<JsonObject>())
                {
                    set[FieldKeys.OfItem(item, keys)] = ItemLeaves(item, at);
                }

                break;
            case JsonArray values when at.IsSet:
                foreach (var one in values)
                {
                    set[FieldKeys.OfValue(one)] = new JsonObject();
                }

                break;
            default:
                break;
        }

        return set;
    }

    private static JsonObject ItemLeaves(JsonObject item, FieldStructure list)
    {
        var set = Leaves(item, list.Item());
        set[FieldKeys.Self] = new JsonObject();
        return set;
    }

    /// <summary>Null: no difference.</summary>
    private static JsonObject? Difference(JsonNode? before, JsonNode? after, FieldStructure at)
    {
        if (JsonNode.DeepEquals(before, after))
        {
            return null;
        }

        return (before, after) switch
        {
            (JsonObject old, JsonObject fields) when !at.IsWhole => FieldDifference(old, fields, at),
            (JsonArray old, JsonArray items) when at.Keys is { Count: > 0 } keys => ItemDifference(old, items, at, keys),
            (JsonArray old, JsonArray values) when at.IsSet => ValueDifference(old, values),
            _ => Leaves(after, at),
        };
    }

    private static JsonObject? FieldDifference(JsonObject before, JsonObject after, FieldStructure at)
    {
        var set = new JsonObject();
        foreach (var (name, field) in after)
        {
            var below = at.Field(name);
            if ((before.TryGetPropertyValue(name, out var old) ? Difference(old, field, below) : Leaves(field, below)) is { } changed)
            {
                set[FieldKeys.OfField(name)] = changed;
            }
        }

        return set.Count == 0 ? null : set;
    }

    private static JsonObject? ItemDifference(JsonArray before, JsonArray after, FieldStructure at, IReadOnlyList<string> keys)
    {
        var set = new JsonObject();
        foreach (var item in after.OfType<JsonObject>())
        {
            var step = FieldKeys.OfItem(item, keys);
            if (!FieldKeys.TryFollow(before, step, out var old))
            {
                set[step] = ItemLeaves(item, at);
            }
            else if (Difference(old, item, at.Item()) is { } changed)
            {
                set[step] = changed;
            }
        }

        return set.Count == 0 ? null : set;
    }

    private static JsonObject? ValueDifference(JsonArray before, JsonArray after)
    {
        var old = before.Select(FieldKeys.OfValue).ToHashSet(StringComparer.Ordinal);
        var set = new JsonObject();
        foreach (var step in after.Select(FieldKeys.OfValue).Where(step => !old.Contains(step)))
        {
            set[step] = new JsonObject();
        }

        return set.Count == 0 ? null : set;
    }
}
