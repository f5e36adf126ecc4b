using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Services;

/// <summary>Which fields a Service of its type carries.</summary>
internal static class ServiceTypes
{
    public static string TypeOf(JsonObject service) => service.Text("spec", "type") ?? "ClusterIP";

    public static bool IsLoadBalancer(JsonObject service) => TypeOf(service) is "LoadBalancer";

    public static bool NeedsClusterAddress(JsonObject service) => TypeOf(service) is "ClusterIP" or "NodePort" or "LoadBalancer";

    public static bool IsHeadless(JsonObject service) => service.Text("spec", "clusterIP") is "None";

    public static bool NeedsNodePorts(JsonObject service) =>
        TypeOf(service) is "NodePort"
        || (IsLoadBalancer(service) && service.Bool("spec", "allocateLoadBalancerNodePorts") is not false);

    public static bool HasExternalTraffic(JsonObject service) =>
        TypeOf(service) is "NodePort" or "LoadBalancer"
        || (TypeOf(service) is "ClusterIP" && service.Array("spec", "externalIPs") is { Count: > 0 });

    public static bool NeedsHealthCheckPort(JsonObject service) =>
        IsLoadBalancer(service) && service.Text("spec", "externalTrafficPolicy") is "Local";
}
