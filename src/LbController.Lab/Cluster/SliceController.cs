using System.Text.Json.Nodes;

namespace LbController.Lab.Cluster;

/// <summary>Stand-in for the EndpointSlice controller: makes the API's slices equal to the wanted ones.</summary>
internal sealed class SliceController(ClusterApi api)
{
    /// <summary>Returns true when something was written.</summary>
    public async Task<bool> ReconcileAsync(IReadOnlyList<JsonNode> services, IReadOnlyList<JsonNode> pods, IReadOnlyList<JsonNode> slices, CancellationToken cancel)
    {
        var wanted = SliceWriting.Wanted(services, pods).ToDictionary(Path, StringComparer.Ordinal);
        var present = slices.Where(SliceWriting.IsOurs).ToDictionary(Path, StringComparer.Ordinal);
        var written = false;
        foreach (var (path, slice) in wanted)
        {
            if (!present.TryGetValue(path, out var old))
            {
                await api.CreateAsync(Collection(slice), slice, cancel);
            }
            else if (!Same(old["endpoints"], slice["endpoints"]) || !Same(old["ports"], slice["ports"]))
            {
                await api.MergeAsync(path, new JsonObject { ["endpoints"] = slice["endpoints"]!.DeepClone(), ["ports"] = slice["ports"]!.DeepClone() }, cancel);
            }
            else
            {
                continue;
            }

            written = true;
        }

        foreach (var path in present.Keys.Where(path => !wanted.ContainsKey(path)))
        {
            await api.DeleteAsync(path, cancel);
            written = true;
        }

        return written;
    }

    private static bool Same(JsonNode? one, JsonNode? other) => JsonNode.DeepEquals(one, other);

    private static string Collection(JsonNode slice) => $"/apis/discovery.k8s.io/v1/namespaces/{slice["metadata"]!["namespace"]}/endpointslices";

    private static string Path(JsonNode slice) => $"{Collection(slice)}/{slice["metadata"]!["name"]}";
}
