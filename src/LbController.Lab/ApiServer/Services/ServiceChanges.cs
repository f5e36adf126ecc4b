using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Services;

/// <summary>
/// What an update keeps of the stored Service (allocated values that the client did not send) and what a change of type
/// takes away (values that the new type may not have and that the client did not change).
/// </summary>
internal static class ServiceChanges
{
    public static void KeepAllocated(JsonObject before, JsonObject after)
    {
        var (old, spec) = (before.Ensure("spec"), after.Ensure("spec"));
        if (ServiceTypes.NeedsClusterAddress(before) && ServiceTypes.NeedsClusterAddress(after))
        {
            var isNew = spec.Text("clusterIP") is { Length: > 0 };
            if (!isNew)
            {
                spec["clusterIP"] = old["clusterIP"]?.DeepClone();
            }
            if (spec.Array("clusterIPs") is not { Count: > 0 } && string.Equals(spec.Text("clusterIP"), old.Text("clusterIP"), StringComparison.Ordinal))
            {
                spec["clusterIPs"] = old["clusterIPs"]?.DeepClone();
            }
            KeepField(old, spec, "ipFamilies");
            KeepField(old, spec, "ipFamilyPolicy");
        }
        if (ServiceTypes.NeedsNodePorts(before) && ServiceTypes.NeedsNodePorts(after))
        {
            KeepNodePorts(old, spec);
        }
        if (ServiceTypes.NeedsHealthCheckPort(before) && ServiceTypes.NeedsHealthCheckPort(after))
        {
            KeepField(old, spec, "healthCheckNodePort");
        }
    }

    public static void DropForeign(JsonObject before, JsonObject after)
    {
        var (old, spec) = (before.Ensure("spec"), after.Ensure("spec"));
        if (ServiceTypes.NeedsClusterAddress(before) && !ServiceTypes.NeedsClusterAddress(after))
        {
            DropUnchanged(old, spec, "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy");
        }
        if (ServiceTypes.NeedsNodePorts(before) && !ServiceTypes.NeedsNodePorts(after))
        {
            DropNodePorts(old, spec);
        }
        if (ServiceTypes.NeedsHealthCheckPort(before) && !ServiceTypes.NeedsHealthCheckPort(after))
        {
            DropUnchanged(old, spec, "healthCheckNodePort");
        }
        if (ServiceTypes.IsLoadBalancer(before) && !ServiceTypes.IsLoadBalancer(after))
        {
            DropUnchanged(old, spec, "allocateLoadBalancerNodePorts", "loadBalancerClass");
        }
        if (ServiceTypes.HasExternalTraffic(before) && !ServiceTypes.HasExternalTraffic(after))
        {
            DropUnchanged(old, spec, "externalTrafficPolicy");
        }
        if (!ServiceTypes.IsLoadBalancer(after))
        {
            after["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };
        }
    }

    private static void KeepField(JsonObject old, JsonObject spec, string field)
    {
        if (spec[field] is null && old[field] is { } kept)
        {
            spec[field] = kept.DeepClone();
        }
    }

    private static void KeepNodePorts(JsonObject old, JsonObject spec)
    {
        var used = spec.Objects("ports").Select(port => port.Number("nodePort")).Where(number => number > 0).ToHashSet();
        foreach (var port in spec.Objects("ports").Where(port => port.Number("nodePort") is null or 0))
        {
            var twin = old.Objects("ports").FirstOrDefault(one => IsSamePort(one, port));
            if (twin.Number("nodePort") is { } number and > 0 && used.Add(number))
            {
                port["nodePort"] = number;
            }
        }
    }

    private static void DropNodePorts(JsonObject old, JsonObject spec)
    {
        foreach (var port in spec.Objects("ports"))
        {
            var twin = old.Objects("ports").FirstOrDefault(one => IsSamePort(one, port));
            if (twin is not null && twin.Number("nodePort") == port.Number("nodePort"))
            {
                port.Remove("nodePort");
            }
        }
    }

    private static bool IsSamePort(JsonObject left, JsonObject right) =>
        left.Number("port") == right.Number("port")
        && string.Equals(left.Text("protocol") ?? "TCP", right.Text("protocol") ?? "TCP", StringComparison.Ordinal);

    private static void DropUnchanged(JsonObject old, JsonObject spec, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (JsonNode.DeepEquals(old[field], spec[field]))
            {
                spec.Remove(field);
            }
        }
    }
}
