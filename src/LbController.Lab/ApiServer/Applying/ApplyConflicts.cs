using System.Text.Json.Nodes;

namespace LbController.Lab.ApiServer.Applying;

/// <summary>Fields of others that an apply would change.</summary>
internal static class ApplyConflicts
{
    /// <summary>The paths at which <paramref name="applied"/> and <paramref name="owned"/> meet with values that differ.</summary>
    public static IEnumerable<string> Find(JsonObject applied, JsonObject owned, JsonNode? live, JsonNode? wanted, string path = "")
    {
        foreach (var (step, below) in applied)
        {
            if (step is FieldKeys.Self || owned[step] is not JsonObject theirs || !FieldKeys.TryFollow(live, step, out var old))
            {
                continue;
            }

            FieldKeys.TryFollow(wanted, step, out var now);
            var here = path + FieldKeys.Show(step);
            var ours = (JsonObject)below!;
            if (ours.Count > 0 && theirs.Count > 0)
            {
                foreach (var deeper in Find(ours, theirs, old, now, here))
                {
                    yield return deeper;
                }
            }
            else if (!JsonNode.DeepEquals(old, now))
            {
                yield return here;
            }
        }
    }
}
