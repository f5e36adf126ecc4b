using System.Globalization;
using System.Text.Json.Nodes;

namespace LbController.Lab.Cluster;

/// <summary>The EndpointSlice of a Service from the Pods that its selector finds; pure. IPv4 alone, one slice a Service.</summary>
internal static class SliceWriting
{
    private const string Owner = "lab.lb-controller";

    public static bool IsOurs(JsonNode slice) => (string?)slice["metadata"]?["labels"]?["endpointslice.kubernetes.io/managed-by"] == Owner;

    /// <summary>The wanted slices, one for each Service with a selector.</summary>
    public static IReadOnlyList<JsonObject> Wanted(IEnumerable<JsonNode> services, IReadOnlyList<JsonNode> pods) =>
        [.. services.Where(service => service["spec"]?["selector"] is JsonObject { Count: > 0 }).Select(service => Slice(service, pods))];

    private static JsonObject Slice(JsonNode service, IReadOnlyList<JsonNode> pods)
    {
        var metadata = service["metadata"]!;
        var chosen = pods.Where(pod => IsSelected(service, pod)).OrderBy(pod => (string)pod["metadata"]!["name"]!, StringComparer.Ordinal).ToList();
        return new()
        {
            ["apiVersion"] = "discovery.k8s.io/v1",
            ["kind"] = "EndpointSlice",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{metadata["name"]}-lab",
                ["namespace"] = (string)metadata["namespace"]!,
                ["labels"] = new JsonObject { ["kubernetes.io/service-name"] = (string)metadata["name"]!, ["endpointslice.kubernetes.io/managed-by"] = Owner },
            },
            ["addressType"] = "IPv4",
            ["endpoints"] = new JsonArray([.. chosen.Select(Endpoint)]),
            ["ports"] = new JsonArray([.. (service["spec"]!["ports"]?.AsArray() ?? []).Select(port => Port(port!, chosen))]),
        };
    }

    private static bool IsSelected(JsonNode service, JsonNode pod) =>
        (string?)pod["metadata"]!["namespace"] == (string?)service["metadata"]!["namespace"]
        && pod["status"]?["podIP"] is not null
        && service["spec"]!["selector"]!.AsObject().All(wanted => (string?)pod["metadata"]!["labels"]?[wanted.Key] == (string?)wanted.Value);

    private static JsonObject Endpoint(JsonNode pod)
    {
        var ready = pod["status"]!["conditions"]?.AsArray().Any(condition => (string?)condition?["type"] == "Ready" && (string?)condition["status"] == "True") ?? false;
        return new()
        {
            ["addresses"] = new JsonArray((string)pod["status"]!["podIP"]!),
            ["conditions"] = new JsonObject { ["ready"] = ready, ["serving"] = ready, ["terminating"] = false },
            ["nodeName"] = (string?)pod["spec"]!["nodeName"],
            ["targetRef"] = new JsonObject { ["kind"] = "Pod", ["name"] = (string)pod["metadata"]!["name"]!, ["namespace"] = (string)pod["metadata"]!["namespace"]! },
        };
    }

    private static JsonObject Port(JsonNode port, List<JsonNode> pods) => new()
    {
        ["name"] = (string?)port["name"] ?? "",
        ["protocol"] = (string?)port["protocol"] ?? "TCP",
        ["port"] = TargetOf(port, pods),
    };

    private static int TargetOf(JsonNode port, List<JsonNode> pods)
    {
        var target = port["targetPort"]?.ToString() ?? port["port"]!.ToString();
        if (int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        var named = pods.SelectMany(pod => pod["spec"]!["containers"]!.AsArray())
            .SelectMany(container => container!["ports"]?.AsArray() ?? [])
            .FirstOrDefault(candidate => (string?)candidate?["name"] == target);
        return named is null ? (int)port["port"]! : (int)named["containerPort"]!;
    }
}
