using System.Globalization;
using System.Text.Json.Nodes;

namespace LbController.Lab.Cluster;

/// <summary>The EndpointSlices of a Service from the Pods that its selector finds, one for each of its families; pure.</summary>
internal static class SliceWriting
{
    private const string Owner = "lab.lb-controller";

    public static bool IsOurs(JsonNode slice) => (string?)slice["metadata"]?["labels"]?["endpointslice.kubernetes.io/managed-by"] == Owner;

    /// <summary>The wanted slices of the Services with a selector.</summary>
    public static IReadOnlyList<JsonObject> Wanted(IEnumerable<JsonNode> services, IReadOnlyList<JsonNode> pods) =>
        [.. services.Where(service => service["spec"]?["selector"] is JsonObject { Count: > 0 }).SelectMany(service => FamiliesOf(service).Select(family => Slice(service, family, pods)))];

    private static IEnumerable<string> FamiliesOf(JsonNode service) =>
        service["spec"]!["ipFamilies"] is JsonArray { Count: > 0 } families ? families.Select(family => (string)family!) : ["IPv4"];

    private static JsonObject Slice(JsonNode service, string family, IReadOnlyList<JsonNode> pods)
    {
        var metadata = service["metadata"]!;
        var chosen = pods.Where(pod => IsSelected(service, pod) && AddressOf(pod, family) is not null).OrderBy(pod => (string)pod["metadata"]!["name"]!, StringComparer.Ordinal).ToList();
        return new()
        {
            ["apiVersion"] = "discovery.k8s.io/v1",
            ["kind"] = "EndpointSlice",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{metadata["name"]}-lab{(family == "IPv6" ? "-v6" : "")}",
                ["namespace"] = (string)metadata["namespace"]!,
                ["labels"] = new JsonObject { ["kubernetes.io/service-name"] = (string)metadata["name"]!, ["endpointslice.kubernetes.io/managed-by"] = Owner },
            },
            ["addressType"] = family,
            ["endpoints"] = new JsonArray([.. chosen.Select(pod => Endpoint(pod, family))]),
            ["ports"] = new JsonArray([.. (service["spec"]!["ports"]?.AsArray() ?? []).Select(port => Port(port!, chosen))]),
        };
    }

    private static bool IsSelected(JsonNode service, JsonNode pod) =>
        (string?)pod["metadata"]!["namespace"] == (string?)service["metadata"]!["namespace"]
        && service["spec"]!["selector"]!.AsObject().All(wanted => (string?)pod["metadata"]!["labels"]?[wanted.Key] == (string?)wanted.Value);

    private static string? AddressOf(JsonNode pod, string family) => (pod["status"]?["podIPs"]?.AsArray().Select(entry => (string?)entry?["ip"]) ?? [(string?)pod["status"]?["podIP"]])
        .FirstOrDefault(address => address is not null && address.Contains(':', StringComparison.Ordinal) == (family == "IPv6"));

    private static JsonObject Endpoint(JsonNode pod, string family)
    {
        var ready = pod["status"]!["conditions"]?.AsArray().Any(condition => (string?)condition?["type"] == "Ready" && (string?)condition["status"] == "True") ?? false;
        return new()
        {
            ["addresses"] = new JsonArray(AddressOf(pod, family)!),
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
