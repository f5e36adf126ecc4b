using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Resources;

namespace LbController.Lab.ApiServer.Patching;

/// <summary>Strategic merge patch: lists with keys are merged item by item, and "$" directives delete, replace and order.</summary>
internal sealed class StrategicMerge(ResourceType type)
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string OrderPrefix = "$setElementOrder/";
    private const string DeletePrefix = "$deleteFromPrimitiveList/";

    public void Apply(JsonObject target, JsonObject patch) => Merge(target, patch, string.Empty);

    private void Merge(JsonObject target, JsonObject patch, string name)
    {
        if (patch.Text(Directive) is "replace")
        {
            target.Clear();
        }
        if (patch.Array(RetainKeys) is not null)
        {
            var kept = patch.Texts(RetainKeys).ToHashSet(StringComparer.Ordinal);
            foreach (var (field, _) in target.ToList().Where(pair => !kept.Contains(pair.Key)))
            {
                target.Remove(field);
            }
        }
        foreach (var (field, change) in patch.Where(pair => !pair.Key.StartsWith('$')))
        {
            MergeField(target, name, field, change);
        }
        foreach (var (field, listed) in patch)
        {
            if (field.StartsWith(DeletePrefix, StringComparison.Ordinal))
            {
                DeleteValues(target.Array(field[DeletePrefix.Length..]), listed as JsonArray);
            }
        }
        foreach (var (field, order) in patch)
        {
            if (field.StartsWith(OrderPrefix, StringComparison.Ordinal))
            {
                var list = field[OrderPrefix.Length..];
                Reorder(target.Array(list), order as JsonArray, ListKeys.Of(type, name, list));
            }
        }
    }

    private void MergeField(JsonObject target, string parent, string field, JsonNode? change)
    {
        switch (change)
        {
            case null:
                target.Remove(field);
                break;
            case JsonObject nested when nested.Text(Directive) is "delete":
                target.Remove(field);
                break;
            case JsonObject nested:
                Merge(target.Ensure(field), nested, field);
                break;
            case JsonArray items when ListKeys.Of(type, parent, field) is [var key, ..]:
                MergeItems(target, field, items, key);
                break;
            case JsonArray items when ListKeys.IsSet(field) && target.Array(field) is { } old:
                AddMissing(old, items);
                break;
            default:
                target[field] = change.DeepClone();
                break;
        }
    }

    private void MergeItems(JsonObject target, string field, JsonArray items, string key)
    {
        if (items.OfType<JsonObject>().Any(item => item.Text(Directive) is "replace" && item.Count == 1))
        {
            target[field] = new JsonArray([.. items.Where(item => item.Text(Directive) is null).Select(item => item?.DeepClone())]);
            return;
        }
        if (target[field] is not JsonArray old)
        {
            target[field] = old = [];
        }
        foreach (var item in items.OfType<JsonObject>())
        {
            var twin = old.OfType<JsonObject>().FirstOrDefault(one => JsonNode.DeepEquals(one[key], item[key]));
            if (item.Text(Directive) is "delete")
            {
                old.Remove(twin);
                continue;
            }
            if (twin is null)
            {
                old.Add(twin = []);
            }
            Merge(twin, item, field);
        }
    }

    private static void AddMissing(JsonArray target, JsonArray values)
    {
        foreach (var value in values.Where(value => !target.Any(one => JsonNode.DeepEquals(one, value))).ToList())
        {
            target.Add(value?.DeepClone());
        }
    }

    private static void DeleteValues(JsonArray? target, JsonArray? values)
    {
        foreach (var value in values ?? [])
        {
            target?.Remove(target.FirstOrDefault(one => JsonNode.DeepEquals(one, value)));
        }
    }

    /// <summary>Items named in the order come in that order; all others keep their places after them.</summary>
    private static void Reorder(JsonArray? target, JsonArray? order, IReadOnlyList<string> keys)
    {
        if (target is null || order is null)
        {
            return;
        }
        var wanted = order.Select(item => Identity(item, keys)).ToList();
        var sorted = target.OrderBy(item => wanted.IndexOf(Identity(item, keys)) is var at and >= 0 ? at : int.MaxValue).ToList();
        target.Clear();
        foreach (var item in sorted)
        {
            target.Add(item);
        }
    }

    private static string Identity(JsonNode? item, IReadOnlyList<string> keys) =>
        (keys.Count == 0 ? item : item.Node(keys[0]))?.ToJsonString() ?? "null";
}
