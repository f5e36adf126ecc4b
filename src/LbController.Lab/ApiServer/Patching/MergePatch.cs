using System.Text.Json.Nodes;

namespace LbController.Lab.ApiServer.Patching;

/// <summary>JSON merge patch, RFC 7386.</summary>
internal static class MergePatch
{
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
        {
            return patch?.DeepClone();
        }
        var merged = target as JsonObject is { } fields ? fields : [];
        foreach (var (name, change) in changes)
        {
            if (change is null)
            {
                merged.Remove(name);
                continue;
            }
            var old = merged[name];
            merged.Remove(name);
            merged[name] = Apply(old, change);
        }
        return merged;
    }
}
